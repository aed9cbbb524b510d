import { anyTarget } from "../connections/targets.ts";
import { constant, type Extra, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const fields = {
  /** Always `customer_satisfaction_callback_action`. */
  type: constant("customer_satisfaction_callback_action"),
  /** Where the conversation goes on; null where it stays. */
  target: anyTarget({ nullable: true }),
  /** The satisfaction of a visitor who clicks this. */
  kind: text({ oneOf: ["negative", "neutral", "positive"] }),
};

/** Tells how satisfied the visitor is, and goes on. */
export interface CustomerSatisfactionCallbackAction extends ModelOf<typeof fields>, Extra {}

/** What {@link customerSatisfactionCallbackAction} takes. */
export interface CustomerSatisfactionCallbackActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link CustomerSatisfactionCallbackAction}. */
export const customerSatisfactionCallbackActionSchema = defineSchema<
  "customer_satisfaction_callback_action",
  CustomerSatisfactionCallbackAction
>("customer_satisfaction_callback_action", fields);

/**
 * Tells how satisfied the visitor is, and goes on to a target, if there is one.
 *
 * @example
 * ```ts
 * import { customerSatisfactionCallbackAction } from "@clustaar/schemas";
 *
 * const action = customerSatisfactionCallbackAction({ kind: "positive" });
 * console.log(action.type); // "customer_satisfaction_callback_action"
 * ```
 */
export function customerSatisfactionCallbackAction(
  init: CustomerSatisfactionCallbackActionInit,
): CustomerSatisfactionCallbackAction {
  return build(customerSatisfactionCallbackActionSchema, init);
}
