import { setTimeout as sleep } from "node:timers/promises";
import { createOnce, type IdempotencyStore } from "@clustaar/webhook-core";

/** The shortest lease that `createOnce` takes, in seconds. */
export const LEASE = 1;

/** Called as deliveries are handled. */
export interface HandlerListeners {
  readonly onBegin: (key: string) => void;
  readonly onReport: (message: string) => void;
}

/** Handles deliveries once over a store, as an endpoint does: gives each the value of the first. */
export function handlerOver(
  store: IdempotencyStore,
  { onBegin, onReport }: HandlerListeners,
  lease: number = LEASE,
) {
  const once = createOnce("store suite", { store, lease, onStoreError: "refuse" });
  const context = {
    report: (error: unknown) => onReport((error as Error).message),
    waitUntil: () => {},
  };
  return (key: string, value: string, milliseconds: number): Promise<string> =>
    once(key, context, {
      async first(claim) {
        onBegin(key);
        await sleep(milliseconds);
        claim.complete(value);
        return value;
      },
      again: (first) => first,
    });
}
