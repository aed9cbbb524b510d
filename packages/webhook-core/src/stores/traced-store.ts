import type { HostContext } from "../endpoint/endpoint.ts";
import type { IdempotencyStore } from "./store.ts";

/** A store each of whose calls is one part of a trace. */
export function traced(
  store: IdempotencyStore,
  trace: NonNullable<HostContext["trace"]>,
): IdempotencyStore {
  const call = <T>(name: keyof IdempotencyStore, work: () => T | Promise<T>): Promise<T> =>
    trace({ kind: "store", name }, async () => work());
  return {
    claim: (...given) => call("claim", () => store.claim(...given)),
    renew: (...given) => call("renew", () => store.renew(...given)),
    complete: (...given) => call("complete", () => store.complete(...given)),
    release: (...given) => call("release", () => store.release(...given)),
  };
}
