import { EmitterError } from "../errors.ts";
import type { EmitterStore } from "./store.ts";

/** What an inbox's requests are delivered to, and the id of the record that marks its store. */
export const INBOX = "inbox";

/**
 * Refuses a store whose deliveries are requests of an inbox: an emitter would hold them for a webhook that is nowhere.
 *
 * @throws EmitterError `store_invalid`
 */
export async function refuseInbox(store: EmitterStore): Promise<void> {
  if ((await store.webhook(INBOX)) === undefined) return;
  throw new EmitterError(
    "store_invalid",
    "the store belongs to an inbox; expected one of its own for the emitter: another file, or another ?schema= of the database",
  );
}

/**
 * Marks a store as an inbox's, and refuses one that an emitter works on.
 *
 * @throws EmitterError `store_invalid`
 */
export async function takeForInbox(store: EmitterStore): Promise<void> {
  if (await store.webhook(INBOX)) return;
  // In this order: what another process of the same inbox accepts meanwhile comes after its mark.
  const { items } = await store.list({}, { limit: 1 });
  const webhooks = await store.webhooks();
  if (webhooks.some(({ id }) => id === INBOX)) return;
  if (webhooks.length > 0 || items.length > 0) {
    throw new EmitterError(
      "store_invalid",
      "the store belongs to an emitter; expected one of its own for the inbox: another file, or another ?schema= of the database",
    );
  }
  try {
    await store.putWebhook(INBOX, JSON.stringify({ inbox: 1 }), 0);
  } catch (error) {
    // Another process of the same inbox was faster.
    if (!(error instanceof EmitterError) || error.code !== "webhook_changed") throw error;
  }
}
