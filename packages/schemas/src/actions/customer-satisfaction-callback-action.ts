import { targetSchemas } from "../connections/targets.ts";
import { constant, type InitOf, type ModelOf, oneOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("customer_satisfaction_callback_action"),
  target: oneOf(targetSchemas, { nullable: true }),
  kind: text({ oneOf: ["negative", "neutral", "positive"] }),
};

/**
 * Tells how satisfied the visitor is, and goes on.
 *
 * @example
 * ```ts
 * import type { CustomerSatisfactionCallbackAction } from "@clustaar/schemas";
 * import { customerSatisfactionCallbackAction } from "@clustaar/schemas";
 *
 * const action: CustomerSatisfactionCallbackAction = customerSatisfactionCallbackAction({ kind: "positive" });
 * console.log(action.type); // "customer_satisfaction_callback_action"
 * ```
 */
export interface CustomerSatisfactionCallbackAction extends ModelOf<typeof fields> {}

/** What {@link customerSatisfactionCallbackAction} takes. */
export interface CustomerSatisfactionCallbackActionInit extends InitOf<typeof fields> {}

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
