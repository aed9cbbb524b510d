/**
 * Stops an event: thrown by a `before:` handler, and what `dispatch` then rejects with.
 *
 * @example
 * ```ts
 * import { CancelEventError, createEvents } from "@clustaar/webhook-emitter";
 *
 * const events = createEvents({ adjust: {} });
 * events.on("before:adjust", () => {
 *   throw new CancelEventError("only between midnight and three");
 * });
 * try {
 *   await events.dispatch("adjust");
 * } catch (error) {
 *   console.log(error instanceof CancelEventError && error.reason); // "only between midnight and three"
 * }
 * ```
 */
export class CancelEventError extends Error {
  override readonly name = "CancelEventError";
  /** Why, in the words of who cancelled. */
  readonly reason: string;
  /** The event, once it is known. */
  readonly event: string | undefined;
  /** Who cancelled: a handler's name, or a webhook's. */
  readonly by: string | undefined;

  constructor(
    reason: string,
    options: { readonly event?: string; readonly by?: string; readonly cause?: unknown } = {},
  ) {
    super(reason, "cause" in options ? { cause: options.cause } : undefined);
    this.reason = reason;
    this.event = options.event;
    this.by = options.by;
  }
}

const brand = Symbol.for("@clustaar/webhook-emitter/cancel-event-error");
Object.defineProperty(CancelEventError.prototype, brand, { value: true });

/** Whether something was thrown to cancel, by another copy of this package too. */
export function isCancel(error: unknown): error is CancelEventError {
  return typeof error === "object" && error !== null && brand in error;
}
