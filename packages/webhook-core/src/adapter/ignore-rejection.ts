/**
 * Keeps a promise nobody awaits from ending the process when it rejects; its owner reports it.
 *
 * @example
 * ```ts
 * import { ignoreRejection } from "@clustaar/webhook-core/adapter";
 *
 * ignoreRejection(Promise.reject(new Error("the log could not be written")));
 * console.log("still running"); // "still running"
 * ```
 */
export function ignoreRejection(work: PromiseLike<unknown>): void {
  work.then(undefined, () => {});
}
