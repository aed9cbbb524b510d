import { setTimeout as sleep } from "node:timers/promises";
import { checkFunction, checkNumber, checkOptions } from "../../endpoint/option-checks.ts";
import type { IdempotencyStore } from "../../stores/store.ts";
import { claimCases } from "./claim-cases.ts";
import { newKey } from "./contract-world.ts";
import { leaseCases } from "./lease-cases.ts";
import { progressCases } from "./progress-cases.ts";

/** How {@link storeContract} makes time pass. */
export interface StoreContractOptions {
  /** Seconds the leases of the cases last; a slow server needs longer ones. Default 0.2. */
  readonly lease?: number;
  /** Makes this many seconds pass, for a store whose clock belongs to the test. Default: waits in real time. */
  readonly pass?: (seconds: number) => unknown;
}

/** One statement of the store contract, for any test runner. */
export interface StoreContractCase {
  /** What every store does, in words. */
  readonly name: string;
  /** Shows it with stores of its own, and rejects with an `AssertionError` where the store does otherwise. */
  readonly run: () => Promise<void>;
}

/**
 * Lists what every {@link IdempotencyStore} does, as cases for any test runner. Each case asks for two stores, as two
 * processes would have: where data are shared, both must see the same; a store that keeps its data to itself is given back
 * twice. Keys are never used twice, so a store may keep its data between cases.
 *
 * @param createStore - called twice a case, with the number of the process: 0 or 1.
 * @throws {@link WebhookConfigError} `config_invalid` when `createStore` is not a function or an option is unknown.
 *
 * @example
 * ```ts
 * import { memoryStore } from "@clustaar/webhook-core";
 * import { storeContract } from "@clustaar/webhook-core/testing";
 *
 * let now = 0;
 * const store = memoryStore({ now: () => now });
 * const cases = storeContract(() => store, { pass: (seconds) => (now += seconds * 1000) });
 * for (const { run } of cases) await run(); // or: it.each(cases)("$name", ({ run }) => run())
 * console.log(cases[0]?.name); // "the first claim of a key is new and has no value"
 * ```
 */
export function storeContract(
  createStore: (process: number) => IdempotencyStore | Promise<IdempotencyStore>,
  options: StoreContractOptions = {},
): StoreContractCase[] {
  checkFunction("storeContract: createStore", createStore);
  checkOptions("storeContract", options, ["lease", "pass"]);
  const { lease = 0.2, pass = (seconds: number) => sleep(seconds * 1000) } = options;
  checkNumber("storeContract: lease", lease, 0.001, "seconds");
  checkFunction("storeContract: pass", pass);
  return [...claimCases, ...leaseCases, ...progressCases].map(([name, run]) => ({
    name,
    async run() {
      const [store, other] = [await createStore(0), await createStore(1)];
      await run({
        store,
        other,
        key: newKey(),
        lease,
        pass: async (leases) => void (await pass(leases * lease)),
      });
    },
  }));
}
