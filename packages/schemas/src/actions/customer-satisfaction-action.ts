import { matchIntentConditionIntentSchema } from "../connections/match-intent-condition.ts";
import { anyTarget } from "../connections/targets.ts";
import { constant, type Extra, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link customerSatisfactionChoice}. */
export const customerSatisfactionChoiceFields = {
  /** Always `customer_satisfaction_choice`. */
  type: constant("customer_satisfaction_choice"),
  /** Where the conversation goes on when this is picked; null where it stays. */
  target: anyTarget({ nullable: true }),
  /** The satisfaction of a visitor who picks this. */
  kind: text({ oneOf: ["negative", "neutral", "positive"] }),
  /** What the choice says, up to 60 characters. */
  label: text({ min: 0, max: 60, clean: ["normalize", "html"] }),
  /** The intent that counts as this choice when the visitor types; set by the platform, null if there is none. */
  matchingIntent: object(matchIntentConditionIntentSchema, { nullable: true, readOnly: true }),
};

/** One answer to a satisfaction question. */
export interface CustomerSatisfactionChoice
  extends ModelOf<typeof customerSatisfactionChoiceFields>,
    Extra {}

/** What {@link customerSatisfactionChoice} takes. */
export interface CustomerSatisfactionChoiceInit
  extends InitOf<typeof customerSatisfactionChoiceFields>,
    Extra {}

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

/** The fields of {@link customerSatisfactionAction}. */
export const customerSatisfactionActionFields = {
  /** Always `customer_satisfaction_action`. */
  type: constant("customer_satisfaction_action"),
  /** The question, 1 to 1000 characters. */
  message: text({ min: 1, max: 1000, clean: ["normalize", "html"] }),
  /** The 2 or 3 answers to pick from. */
  choices: list(object(customerSatisfactionChoiceSchema), { min: 2, max: 3 }),
};

/** Asks how satisfied the visitor is. */
export interface CustomerSatisfactionAction
  extends ModelOf<typeof customerSatisfactionActionFields>,
    Extra {}

/** What {@link customerSatisfactionAction} takes. */
export interface CustomerSatisfactionActionInit
  extends InitOf<typeof customerSatisfactionActionFields>,
    Extra {}

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
