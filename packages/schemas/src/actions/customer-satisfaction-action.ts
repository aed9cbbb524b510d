import { matchIntentConditionIntentSchema } from "../connections/match-intent-condition.ts";
import { targetSchemas } from "../connections/targets.ts";
import { constant, type InitOf, list, type ModelOf, object, oneOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const customerSatisfactionChoiceFields = {
  type: constant("customer_satisfaction_choice"),
  target: oneOf(targetSchemas, { nullable: true }),
  kind: text({ oneOf: ["negative", "neutral", "positive"] }),
  label: text({ min: 0, max: 60, clean: ["normalize", "html"] }),
  matchingIntent: object(matchIntentConditionIntentSchema, { nullable: true, readOnly: true }),
};

/**
 * One answer to a satisfaction question.
 *
 * @example
 * ```ts
 * import type { CustomerSatisfactionChoice } from "@clustaar/schemas";
 * import { customerSatisfactionChoice } from "@clustaar/schemas";
 *
 * const value: CustomerSatisfactionChoice = customerSatisfactionChoice({ kind: "positive", label: "Great" });
 * console.log(value.type); // "customer_satisfaction_choice"
 * ```
 */
export interface CustomerSatisfactionChoice
  extends ModelOf<typeof customerSatisfactionChoiceFields> {}

/** What {@link customerSatisfactionChoice} takes. */
export interface CustomerSatisfactionChoiceInit
  extends InitOf<typeof customerSatisfactionChoiceFields> {}

/** The wire schema of {@link CustomerSatisfactionChoice}. */
export const customerSatisfactionChoiceSchema = defineSchema<
  "customer_satisfaction_choice",
  CustomerSatisfactionChoice
>("customer_satisfaction_choice", customerSatisfactionChoiceFields);

/**
 * One answer to a satisfaction question; its label is up to 60 characters.
 *
 * @example
 * ```ts
 * import { customerSatisfactionChoice } from "@clustaar/schemas";
 *
 * const value = customerSatisfactionChoice({ kind: "positive", label: "Great" });
 * console.log(value.type); // "customer_satisfaction_choice"
 * ```
 */
export function customerSatisfactionChoice(
  init: CustomerSatisfactionChoiceInit,
): CustomerSatisfactionChoice {
  return build(customerSatisfactionChoiceSchema, init);
}

const customerSatisfactionActionFields = {
  type: constant("customer_satisfaction_action"),
  message: text({ min: 1, max: 1000, clean: ["normalize", "html"] }),
  choices: list(object(customerSatisfactionChoiceSchema), { min: 2, max: 3 }),
};

/**
 * Asks how satisfied the visitor is.
 *
 * @example
 * ```ts
 * import type { CustomerSatisfactionAction } from "@clustaar/schemas";
 * import { customerSatisfactionAction, customerSatisfactionChoice } from "@clustaar/schemas";
 *
 * const action: CustomerSatisfactionAction = customerSatisfactionAction({
 *   message: "How was it?",
 *   choices: [
 *     customerSatisfactionChoice({ kind: "positive", label: "Great" }),
 *     customerSatisfactionChoice({ kind: "negative", label: "Awful" }),
 *   ],
 * });
 * console.log(action.type); // "customer_satisfaction_action"
 * ```
 */
export interface CustomerSatisfactionAction
  extends ModelOf<typeof customerSatisfactionActionFields> {}

/** What {@link customerSatisfactionAction} takes. */
export interface CustomerSatisfactionActionInit
  extends InitOf<typeof customerSatisfactionActionFields> {}

/** The wire schema of {@link CustomerSatisfactionAction}. */
export const customerSatisfactionActionSchema = defineSchema<
  "customer_satisfaction_action",
  CustomerSatisfactionAction
>("customer_satisfaction_action", customerSatisfactionActionFields);

/**
 * Asks how satisfied the visitor is, with 2 or 3 answers.
 *
 * @example
 * ```ts
 * import { customerSatisfactionAction, customerSatisfactionChoice } from "@clustaar/schemas";
 *
 * const action = customerSatisfactionAction({
 *   message: "How was it?",
 *   choices: [
 *     customerSatisfactionChoice({ kind: "positive", label: "Great" }),
 *     customerSatisfactionChoice({ kind: "negative", label: "Awful" }),
 *   ],
 * });
 * console.log(action.type); // "customer_satisfaction_action"
 * ```
 */
export function customerSatisfactionAction(
  init: CustomerSatisfactionActionInit,
): CustomerSatisfactionAction {
  return build(customerSatisfactionActionSchema, init);
}
