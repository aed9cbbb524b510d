import { type MatchIntentCondition, matchIntentConditionSchema } from "./match-intent-condition.ts";
import {
  type IsGreaterThanCondition,
  type IsGreaterThanOrEqualCondition,
  type IsLessThanCondition,
  type IsLessThanOrEqualCondition,
  type IsNumberCondition,
  isGreaterThanConditionSchema,
  isGreaterThanOrEqualConditionSchema,
  isLessThanConditionSchema,
  isLessThanOrEqualConditionSchema,
  isNumberConditionSchema,
} from "./number-conditions.ts";
import {
  type ContainCondition,
  containConditionSchema,
  type EqualsCondition,
  equalsConditionSchema,
  type IsNotSetCondition,
  type IsSetCondition,
  isNotSetConditionSchema,
  isSetConditionSchema,
  type MatchRegexpCondition,
  matchRegexpConditionSchema,
} from "./value-conditions.ts";

/** Every schema a {@link Condition} may have. */
export const conditionSchemas = [
  isNotSetConditionSchema,
  isSetConditionSchema,
  containConditionSchema,
  equalsConditionSchema,
  matchRegexpConditionSchema,
  matchIntentConditionSchema,
  isLessThanConditionSchema,
  isLessThanOrEqualConditionSchema,
  isGreaterThanConditionSchema,
  isGreaterThanOrEqualConditionSchema,
  isNumberConditionSchema,
] as const;

/**
 * A condition on a value.
 *
 * @example
 * ```ts
 * import type { Condition } from "@clustaar/schemas";
 * import { equalsCondition } from "@clustaar/schemas";
 *
 * const condition: Condition = equalsCondition({ expected: "red" });
 * console.log(condition.type); // "equals"
 * ```
 */
export type Condition =
  | IsNotSetCondition
  | IsSetCondition
  | ContainCondition
  | EqualsCondition
  | MatchRegexpCondition
  | MatchIntentCondition
  | IsLessThanCondition
  | IsLessThanOrEqualCondition
  | IsGreaterThanCondition
  | IsGreaterThanOrEqualCondition
  | IsNumberCondition;
