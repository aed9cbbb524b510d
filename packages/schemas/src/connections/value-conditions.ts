import { constant, type Extra, type InitOf, list, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const isSetConditionFields = {
  /** Always `is_set`. */
  type: constant("is_set"),
};

/** The value is there. */
export interface IsSetCondition extends ModelOf<typeof isSetConditionFields>, Extra {}

/** What {@link isSetCondition} takes. */
export interface IsSetConditionInit extends InitOf<typeof isSetConditionFields>, Extra {}

/** The wire schema of {@link IsSetCondition}. */
export const isSetConditionSchema = defineSchema<"is_set_condition", IsSetCondition>(
  "is_set_condition",
  isSetConditionFields,
);

/**
 * The value is there.
 *
 * @example
 * ```ts
 * import { isSetCondition } from "@clustaar/schemas";
 *
 * const condition = isSetCondition();
 * console.log(condition.type); // "is_set"
 * ```
 */
export function isSetCondition(init: IsSetConditionInit = {}): IsSetCondition {
  return build(isSetConditionSchema, init);
}

const isNotSetConditionFields = {
  /** Always `is_not_set`. */
  type: constant("is_not_set"),
};

/** The value is not there. */
export interface IsNotSetCondition extends ModelOf<typeof isNotSetConditionFields>, Extra {}

/** What {@link isNotSetCondition} takes. */
export interface IsNotSetConditionInit extends InitOf<typeof isNotSetConditionFields>, Extra {}

/** The wire schema of {@link IsNotSetCondition}. */
export const isNotSetConditionSchema = defineSchema<"is_not_set_condition", IsNotSetCondition>(
  "is_not_set_condition",
  isNotSetConditionFields,
);

/**
 * The value is not there.
 *
 * @example
 * ```ts
 * import { isNotSetCondition } from "@clustaar/schemas";
 *
 * const condition = isNotSetCondition();
 * console.log(condition.type); // "is_not_set"
 * ```
 */
export function isNotSetCondition(init: IsNotSetConditionInit = {}): IsNotSetCondition {
  return build(isNotSetConditionSchema, init);
}

const containConditionFields = {
  /** Always `contains`. */
  type: constant("contains"),
  /** Texts, one of which the value has to contain. */
  values: list(text()),
};

/** The value contains one of several texts. */
export interface ContainCondition extends ModelOf<typeof containConditionFields>, Extra {}

/** What {@link containCondition} takes. */
export interface ContainConditionInit extends InitOf<typeof containConditionFields>, Extra {}

/** The wire schema of {@link ContainCondition}. */
export const containConditionSchema = defineSchema<"contain_condition", ContainCondition>(
  "contain_condition",
  containConditionFields,
);

/**
 * The value contains one of several texts.
 *
 * @example
 * ```ts
 * import { containCondition } from "@clustaar/schemas";
 *
 * const condition = containCondition({ values: ["red", "blue"] });
 * console.log(condition.type); // "contains"
 * ```
 */
export function containCondition(init: ContainConditionInit): ContainCondition {
  return build(containConditionSchema, init);
}

const equalsConditionFields = {
  /** Always `equals`. */
  type: constant("equals"),
  /** The text that the value has to equal. */
  expected: text(),
};

/** The value equals a text. */
export interface EqualsCondition extends ModelOf<typeof equalsConditionFields>, Extra {}

/** What {@link equalsCondition} takes. */
export interface EqualsConditionInit extends InitOf<typeof equalsConditionFields>, Extra {}

/** The wire schema of {@link EqualsCondition}. */
export const equalsConditionSchema = defineSchema<"equals_condition", EqualsCondition>(
  "equals_condition",
  equalsConditionFields,
);

/**
 * The value equals a text.
 *
 * @example
 * ```ts
 * import { equalsCondition } from "@clustaar/schemas";
 *
 * const condition = equalsCondition({ expected: "red" });
 * console.log(condition.type); // "equals"
 * ```
 */
export function equalsCondition(init: EqualsConditionInit): EqualsCondition {
  return build(equalsConditionSchema, init);
}

const matchRegexpConditionFields = {
  /** Always `match_regexp`. */
  type: constant("match_regexp"),
  /** A regular expression of Python's dialect that the value has to match (`pattern` on the wire). */
  regexp: text({ wire: "pattern", regexp: true }),
};

/** The value matches a regular expression of Python's dialect; it stays a text. */
export interface MatchRegexpCondition extends ModelOf<typeof matchRegexpConditionFields>, Extra {}

/** What {@link matchRegexpCondition} takes. */
export interface MatchRegexpConditionInit
  extends InitOf<typeof matchRegexpConditionFields>,
    Extra {}

/** The wire schema of {@link MatchRegexpCondition}. */
export const matchRegexpConditionSchema = defineSchema<
  "match_regexp_condition",
  MatchRegexpCondition
>("match_regexp_condition", matchRegexpConditionFields);

/**
 * The value matches a regular expression of Python's dialect; it stays a text.
 *
 * @example
 * ```ts
 * import { matchRegexpCondition } from "@clustaar/schemas";
 *
 * const condition = matchRegexpCondition({ regexp: "^[0-9]+$" });
 * console.log(condition.type); // "match_regexp"
 * ```
 */
export function matchRegexpCondition(init: MatchRegexpConditionInit): MatchRegexpCondition {
  return build(matchRegexpConditionSchema, init);
}
