/**
 * What an emitter does with the queue when a tool has loaded the application only to look at it: `nothing`, or `own`, where the
 * queue belongs to this process alone. A tool sets it before it loads the application.
 */
export type Inspection = "nothing" | "own";

/** Known by its name, as the tool and the application may have copies of this package each. Not a variable of the environment: those outlive a tool. */
const key = Symbol.for("@clustaar/webhook-emitter/inspection");

/** Undefined: this process is the application itself. */
export function inspection(): Inspection | undefined {
  return (globalThis as Record<symbol, Inspection | undefined>)[key];
}
