import { constant, type Extra, type InitOf, type ModelOf, object, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema-table.ts";

const matchIntentConditionIntentFields = {
  /** Always `intent`. */
  type: constant("intent"),
  /** The intent's id: 24 letters and digits. */
  id: text({ pattern: patterns.identifier }),
  /** The intent's name; set by the platform. */
  name: text({ readOnly: true }),
};

/** An intent by its identifier and name. */
export interface MatchIntentConditionIntent
  extends ModelOf<typeof matchIntentConditionIntentFields>,
    Extra {}

/** What {@link matchIntentConditionIntent} takes. */
export interface MatchIntentConditionIntentInit
  extends InitOf<typeof matchIntentConditionIntentFields>,
    Extra {}

/** The wire schema of {@link MatchIntentConditionIntent}. */
export const matchIntentConditionIntentSchema = defineSchema<
  "match_intent_condition_intent",
  MatchIntentConditionIntent
>("match_intent_condition_intent", matchIntentConditionIntentFields);

/**
 * An intent by its 24-character identifier and name.
 *
 * @example
 * ```ts
 * import { matchIntentConditionIntent } from "@clustaar/schemas";
 *
 * const intent = matchIntentConditionIntent({ id: "507f191e810c19729de860ea", name: "Order" });
 * console.log(intent.type); // "intent"
 * ```
 */
export function matchIntentConditionIntent(
  init: MatchIntentConditionIntentInit,
): MatchIntentConditionIntent {
  return build(matchIntentConditionIntentSchema, init);
}

const matchIntentConditionFields = {
  /** Always `match_intent`. */
  type: constant("match_intent"),
  /** The intent that the message has to match. */
  intent: object(matchIntentConditionIntentSchema),
};

/** The value matches an intent, nested as on the wire. */
export interface MatchIntentCondition extends ModelOf<typeof matchIntentConditionFields>, Extra {}

/** What {@link matchIntentCondition} takes. */
export interface MatchIntentConditionInit
  extends InitOf<typeof matchIntentConditionFields>,
    Extra {}

/** The wire schema of {@link MatchIntentCondition}. */
export const matchIntentConditionSchema = defineSchema<
  "match_intent_condition",
  MatchIntentCondition
>("match_intent_condition", matchIntentConditionFields);

/**
 * The value matches an intent.
 *
 * @example
 * ```ts
 * import { matchIntentCondition, matchIntentConditionIntent } from "@clustaar/schemas";
 *
 * const condition = matchIntentCondition({
 *   intent: matchIntentConditionIntent({ id: "507f191e810c19729de860ea", name: "Order" }),
 * });
 * console.log(condition.type); // "match_intent"
 * ```
 */
export function matchIntentCondition(init: MatchIntentConditionInit): MatchIntentCondition {
  return build(matchIntentConditionSchema, init);
}
