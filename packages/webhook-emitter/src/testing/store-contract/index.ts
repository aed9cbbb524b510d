import { checkFunction } from "@clustaar/webhook-core/endpoint";
import { claimCases } from "./claim-cases.ts";
import { edgeCases } from "./edge-cases.ts";
import { orderCases } from "./order-cases.ts";
import { upkeepCases } from "./upkeep-cases.ts";
import type { EmitterStoreWorld } from "./world.ts";

export type { EmitterStoreWorld } from "./world.ts";

/** One statement of the emitter's store contract, for any test runner. */
export interface EmitterStoreContractCase {
  /** What every store does, in words. */
  readonly name: string;
  /** What a store must be for the case to make sense: `shared` by processes, or able to be opened again. */
  readonly needs: "shared" | "reopen" | undefined;
  /** Shows it in a world of its own, and rejects with an `AssertionError` where the store does otherwise. */
  readonly run: () => Promise<void>;
}

/**
 * Lists what every `EmitterStore` does, as cases for any test runner. Each case asks for a world of its own: two open stores over
 * data that nothing else uses. A case that `needs` what your store is not has to be left out by you, where it can be seen.
 *
 * @param createWorld - called once a case.
 * @throws WebhookConfigError `config_invalid` when `createWorld` is not a function.
 *
 * @example
 * ```ts
 * import { memoryEmitterStore } from "@clustaar/webhook-emitter";
 * import { emitterStoreContract } from "@clustaar/webhook-emitter/testing";
 *
 * const cases = emitterStoreContract(async () => {
 *   let now = Date.now();
 *   let works = 0;
 *   const store = memoryEmitterStore();
 *   await store.open({ now: () => now, onWork: () => works++, onError: console.error });
 *   return {
 *     store,
 *     other: store,
 *     now: () => now,
 *     unit: 1000,
 *     pass: (milliseconds) => void (now += milliseconds),
 *     works: () => works,
 *     dispose: () => store.close(),
 *   };
 * });
 * for (const { needs, run } of cases) if (!needs) await run();
 * console.log(cases[0]?.name); // "a claim gives what was published, byte for byte"
 * ```
 */
export function emitterStoreContract(
  createWorld: () => Promise<EmitterStoreWorld>,
): EmitterStoreContractCase[] {
  checkFunction("emitterStoreContract: createWorld", createWorld);
  return [...claimCases, ...orderCases, ...upkeepCases, ...edgeCases].map(([name, run, needs]) => ({
    name,
    needs,
    async run() {
      const world = await createWorld();
      try {
        await run(world);
      } finally {
        await world.dispose();
      }
    },
  }));
}
