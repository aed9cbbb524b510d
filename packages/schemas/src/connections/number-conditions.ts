import { constant, type Extra, type InitOf, type ModelOf, number } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const isNumberConditionFields = {
  /** Always `is_number`. */
  type: constant("is_number"),
};

/** The value is a number. */
export interface IsNumberCondition extends ModelOf<typeof isNumberConditionFields>, Extra {}

/** What {@link isNumberCondition} takes. */
export interface IsNumberConditionInit extends InitOf<typeof isNumberConditionFields>, Extra {}

/** The wire schema of {@link IsNumberCondition}. */
export const isNumberConditionSchema = defineSchema<"is_number_condition", IsNumberCondition>(
  "is_number_condition",
  isNumberConditionFields,
);

/**
 * The value is a number.
 *
 * @example
 * ```ts
 * import { isNumberCondition } from "@clustaar/schemas";
 *
 * const condition = isNumberCondition();
 * console.log(condition.type); // "is_number"
 * ```
 */
export function isNumberCondition(init: IsNumberConditionInit = {}): IsNumberCondition {
  return build(isNumberConditionSchema, init);
}

const isLessThanConditionFields = {
  /** The value has to be below this number. */
  maximum: number(),
  /** Always `is_less_than`. */
  type: constant("is_less_than"),
};

/** The value is below a number. */
export interface IsLessThanCondition extends ModelOf<typeof isLessThanConditionFields>, Extra {}

/** What {@link isLessThanCondition} takes. */
export interface IsLessThanConditionInit extends InitOf<typeof isLessThanConditionFields>, Extra {}

/** The wire schema of {@link IsLessThanCondition}. */
export const isLessThanConditionSchema = defineSchema<
  "is_less_than_condition",
  IsLessThanCondition
>("is_less_than_condition", isLessThanConditionFields);

/**
 * The value is below a number.
 *
 * @example
 * ```ts
 * import { isLessThanCondition } from "@clustaar/schemas";
 *
 * const condition = isLessThanCondition({ maximum: 5 });
 * console.log(condition.type); // "is_less_than"
 * ```
 */
export function isLessThanCondition(init: IsLessThanConditionInit): IsLessThanCondition {
  return build(isLessThanConditionSchema, init);
}

const isLessThanOrEqualConditionFields = {
  /** The value has to be at most this number. */
  maximum: number(),
  /** Always `is_less_than_or_equal`. */
  type: constant("is_less_than_or_equal"),
};

/** The value is not above a number. */
export interface IsLessThanOrEqualCondition
  extends ModelOf<typeof isLessThanOrEqualConditionFields>,
    Extra {}

/** What {@link isLessThanOrEqualCondition} takes. */
export interface IsLessThanOrEqualConditionInit
  extends InitOf<typeof isLessThanOrEqualConditionFields>,
    Extra {}

/** The wire schema of {@link IsLessThanOrEqualCondition}. */
export const isLessThanOrEqualConditionSchema = defineSchema<
  "is_less_than_or_equal_condition",
  IsLessThanOrEqualCondition
>("is_less_than_or_equal_condition", isLessThanOrEqualConditionFields);

/**
 * The value is not above a number.
 *
 * @example
 * ```ts
 * import { isLessThanOrEqualCondition } from "@clustaar/schemas";
 *
 * const condition = isLessThanOrEqualCondition({ maximum: 5 });
 * console.log(condition.type); // "is_less_than_or_equal"
 * ```
 */
export function isLessThanOrEqualCondition(
  init: IsLessThanOrEqualConditionInit,
): IsLessThanOrEqualCondition {
  return build(isLessThanOrEqualConditionSchema, init);
}

const isGreaterThanConditionFields = {
  /** The value has to be above this number. */
  minimum: number(),
  /** Always `is_greater_than`. */
  type: constant("is_greater_than"),
};

/** The value is above a number. */
export interface IsGreaterThanCondition
  extends ModelOf<typeof isGreaterThanConditionFields>,
    Extra {}

/** What {@link isGreaterThanCondition} takes. */
export interface IsGreaterThanConditionInit
  extends InitOf<typeof isGreaterThanConditionFields>,
    Extra {}

/** The wire schema of {@link IsGreaterThanCondition}. */
export const isGreaterThanConditionSchema = defineSchema<
  "is_greater_than_condition",
  IsGreaterThanCondition
>("is_greater_than_condition", isGreaterThanConditionFields);

/**
 * The value is above a number.
 *
 * @example
 * ```ts
 * import { isGreaterThanCondition } from "@clustaar/schemas";
 *
 * const condition = isGreaterThanCondition({ minimum: 5 });
 * console.log(condition.type); // "is_greater_than"
 * ```
 */
export function isGreaterThanCondition(init: IsGreaterThanConditionInit): IsGreaterThanCondition {
  return build(isGreaterThanConditionSchema, init);
}

const isGreaterThanOrEqualConditionFields = {
  /** The value has to be at least this number. */
  minimum: number(),
  /** Always `is_greater_than_or_equal`. */
  type: constant("is_greater_than_or_equal"),
};

/** The value is not below a number. */
export interface IsGreaterThanOrEqualCondition
  extends ModelOf<typeof isGreaterThanOrEqualConditionFields>,
    Extra {}

/** What {@link isGreaterThanOrEqualCondition} takes. */
export interface IsGreaterThanOrEqualConditionInit
  extends InitOf<typeof isGreaterThanOrEqualConditionFields>,
    Extra {}

/** The wire schema of {@link IsGreaterThanOrEqualCondition}. */
export const isGreaterThanOrEqualConditionSchema = defineSchema<
  "is_greater_than_or_equal_condition",
  IsGreaterThanOrEqualCondition
>("is_greater_than_or_equal_condition", isGreaterThanOrEqualConditionFields);

/**
 * The value is not below a number.
 *
 * @example
 * ```ts
 * import { isGreaterThanOrEqualCondition } from "@clustaar/schemas";
 *
 * const condition = isGreaterThanOrEqualCondition({ minimum: 5 });
 * console.log(condition.type); // "is_greater_than_or_equal"
 * ```
 */
export function isGreaterThanOrEqualCondition(
  init: IsGreaterThanOrEqualConditionInit,
): IsGreaterThanOrEqualCondition {
  return build(isGreaterThanOrEqualConditionSchema, init);
}
