import { INBOX } from "../stores/owner.ts";
import type { DeliveryRecord } from "../stores/records.ts";
import type { EmitterStore } from "../stores/store.ts";
import type { InboxSettings } from "./inbox-options.ts";
import type { DeadRequest } from "./inbox-types.ts";
import { requestOf } from "./stored-request.ts";

/** Requests that are removed at a time. */
const AT_ONCE = 500;

/** What expiring works with. */
export interface ExpiryOptions {
  readonly store: EmitterStore;
  readonly settings: InboxSettings;
  onDead(dead: DeadRequest): void;
}

/** Removes requests whose retention is over; one that still waits was never handled, so it is told of as a dead letter is. */
export async function expireRequests({ store, settings, onDead }: ExpiryOptions): Promise<void> {
  const { clock, retention, log } = settings;
  const until = clock.now() - retention + 1;
  for (;;) {
    const { items } = await store.list(
      { webhookId: INBOX, states: ["waiting"], until },
      { limit: AT_ONCE },
    );
    await Promise.all(items.map(giveUp));
    if (items.length < AT_ONCE) break;
  }
  await store.expire(AT_ONCE);

  async function giveUp({ id, event, attempts, createdAt }: DeliveryRecord): Promise<void> {
    const request = await read(store, id);
    // Another process of this inbox was faster, and tells of it.
    if (!(await store.erase(id))) return;
    const topic = event || null;
    const reason = `it was still waiting when its retention of ${retention} ms was over, and was removed`;
    const fields = { request: id, topic, attempts };
    log({ level: "error", code: "request.dead", message: `given up: ${reason}`, fields });
    onDead({ id, topic, reason, attempts, receivedAt: createdAt, request, error: undefined });
  }
}

async function read(store: EmitterStore, id: string): Promise<DeadRequest["request"]> {
  const message = await store.message(id);
  try {
    return message === undefined ? null : requestOf(message).request;
  } catch {
    return null; // what was stored cannot be read
  }
}
