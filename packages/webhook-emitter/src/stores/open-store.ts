import { WebhookConfigError } from "@clustaar/webhook-core";
import { kindOf } from "@clustaar/webhook-core/endpoint";
import { shownUrl } from "../config/read-url.ts";
import { memoryEmitterStore } from "./memory/memory-store.ts";
import type { EmitterStore } from "./store.ts";

/** What makes a store of its address, by what stands before the first colon. */
const kinds: Readonly<Record<string, (address: string) => EmitterStore | Promise<EmitterStore>>> = {
  memory: () => memoryEmitterStore(),
};

/**
 * Makes the store that `createEmitter` was given.
 *
 * @throws WebhookConfigError `config_invalid` when no store has such an address.
 */
export async function makeStore(store: unknown): Promise<EmitterStore> {
  const expected = `createEmitter: store: expected ${Object.keys(kinds)
    .map((kind) => `${kind}:`)
    .join(" or ")}, or a store of your own`;
  if (typeof store === "object" && store !== null) {
    if (typeof (store as { claim?: unknown }).claim === "function") return store as EmitterStore;
    throw new WebhookConfigError(`${expected}, got an object without the methods of a store`);
  }
  if (typeof store !== "string" || store === "") {
    throw new WebhookConfigError(
      `${expected}, got ${kindOf(store)}; there is no default, as it decides what survives`,
    );
  }
  const kind = store.slice(0, Math.max(0, store.indexOf(":")));
  const make = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (make) return make(store);
  throw new WebhookConfigError(
    `${expected}, got ${store.includes("://") ? shownUrl(store) : JSON.stringify(store)}`,
  );
}
