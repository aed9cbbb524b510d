import { type Field, oneOf } from "../fields.ts";
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

/** A condition on a value. */
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

/** Any condition: named, so that messages say `Condition`. */
export const anyCondition: Field<Condition> = oneOf(conditionSchemas);
