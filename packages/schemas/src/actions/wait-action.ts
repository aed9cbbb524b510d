import { constant, type Extra, type InitOf, type ModelOf, number } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link waitAction}. */
export const fields = {
  /** Always `wait_action`. */
  type: constant("wait_action"),
  /** How long to wait, in seconds: 0.5 to 7, default 2. */
  duration: number({ min: 0.5, max: 7, default: 2 }),
};

/** Waits a moment. */
export interface WaitAction extends ModelOf<typeof fields>, Extra {}

/** What {@link waitAction} takes. */
export interface WaitActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link WaitAction}. */
export const waitActionSchema = defineSchema<"wait_action", WaitAction>("wait_action", fields);

/**
 * Waits for 0.5 to 7 seconds, 2 by default.
 *
 * @example
 * ```ts
 * import { waitAction } from "@clustaar/schemas";
 *
 * const action = waitAction({ duration: 3 });
 * console.log(action.type); // "wait_action"
 * ```
 */
export function waitAction(init: WaitActionInit = {}): WaitAction {
  return build(waitActionSchema, init);
}
