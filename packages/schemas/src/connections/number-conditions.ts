import { constant, type InitOf, type ModelOf, number } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const isNumberConditionFields = {
  type: constant("is_number"),
};

/**
 * The value is a number.
 *
 * @example
 * ```ts
 * import type { IsNumberCondition } from "@clustaar/schemas";
 * import { isNumberCondition } from "@clustaar/schemas";
 *
 * const condition: IsNumberCondition = isNumberCondition();
 * console.log(condition.type); // "is_number"
 * ```
 */
export interface IsNumberCondition extends ModelOf<typeof isNumberConditionFields> {}

/** What {@link isNumberCondition} takes. */
export interface IsNumberConditionInit extends InitOf<typeof isNumberConditionFields> {}

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
  maximum: number(),
  type: constant("is_less_than"),
};

/**
 * The value is below a number.
 *
 * @example
 * ```ts
 * import type { IsLessThanCondition } from "@clustaar/schemas";
 * import { isLessThanCondition } from "@clustaar/schemas";
 *
 * const condition: IsLessThanCondition = isLessThanCondition({ maximum: 5 });
 * console.log(condition.type); // "is_less_than"
 * ```
 */
export interface IsLessThanCondition extends ModelOf<typeof isLessThanConditionFields> {}

/** What {@link isLessThanCondition} takes. */
export interface IsLessThanConditionInit extends InitOf<typeof isLessThanConditionFields> {}

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
  maximum: number(),
  type: constant("is_less_than_or_equal"),
};

/**
 * The value is not above a number.
 *
 * @example
 * ```ts
 * import type { IsLessThanOrEqualCondition } from "@clustaar/schemas";
 * import { isLessThanOrEqualCondition } from "@clustaar/schemas";
 *
 * const condition: IsLessThanOrEqualCondition = isLessThanOrEqualCondition({ maximum: 5 });
 * console.log(condition.type); // "is_less_than_or_equal"
 * ```
 */
export interface IsLessThanOrEqualCondition
  extends ModelOf<typeof isLessThanOrEqualConditionFields> {}

/** What {@link isLessThanOrEqualCondition} takes. */
export interface IsLessThanOrEqualConditionInit
  extends InitOf<typeof isLessThanOrEqualConditionFields> {}

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
  minimum: number(),
  type: constant("is_greater_than"),
};

/**
 * The value is above a number.
 *
 * @example
 * ```ts
 * import type { IsGreaterThanCondition } from "@clustaar/schemas";
 * import { isGreaterThanCondition } from "@clustaar/schemas";
 *
 * const condition: IsGreaterThanCondition = isGreaterThanCondition({ minimum: 5 });
 * console.log(condition.type); // "is_greater_than"
 * ```
 */
export interface IsGreaterThanCondition extends ModelOf<typeof isGreaterThanConditionFields> {}

/** What {@link isGreaterThanCondition} takes. */
export interface IsGreaterThanConditionInit extends InitOf<typeof isGreaterThanConditionFields> {}

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
  minimum: number(),
  type: constant("is_greater_than_or_equal"),
};

/**
 * The value is not below a number.
 *
 * @example
 * ```ts
 * import type { IsGreaterThanOrEqualCondition } from "@clustaar/schemas";
 * import { isGreaterThanOrEqualCondition } from "@clustaar/schemas";
 *
 * const condition: IsGreaterThanOrEqualCondition = isGreaterThanOrEqualCondition({ minimum: 5 });
 * console.log(condition.type); // "is_greater_than_or_equal"
 * ```
 */
export interface IsGreaterThanOrEqualCondition
  extends ModelOf<typeof isGreaterThanOrEqualConditionFields> {}

/** What {@link isGreaterThanOrEqualCondition} takes. */
export interface IsGreaterThanOrEqualConditionInit
  extends InitOf<typeof isGreaterThanOrEqualConditionFields> {}

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
