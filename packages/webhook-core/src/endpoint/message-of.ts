/**
 * The message of whatever was thrown, for a log line. Never throws, even where the error's own getters do.
 *
 * @example
 * ```ts
 * import { messageOf } from "@clustaar/webhook-core/endpoint";
 *
 * console.log(messageOf(new Error("no database"))); // "no database"
 * console.log(messageOf(undefined)); // "something that is not an Error was thrown"
 * ```
 */
export function messageOf(thrown: unknown): string {
  try {
    const message: unknown =
      typeof thrown === "object" && thrown !== null
        ? (thrown as { message?: unknown }).message
        : undefined;
    if (typeof message === "string") return message;
  } catch {
    return "an error was thrown whose message cannot be read";
  }
  return "something that is not an Error was thrown";
}
