export type { Condition } from "./conditions.ts";
export { type FlowConnection, flowConnection } from "./flow-connection.ts";
export {
  type MatchIntentCondition,
  type MatchIntentConditionIntent,
  matchIntentCondition,
  matchIntentConditionIntent,
} from "./match-intent-condition.ts";
export {
  type IsGreaterThanCondition,
  type IsGreaterThanOrEqualCondition,
  type IsLessThanCondition,
  type IsLessThanOrEqualCondition,
  type IsNumberCondition,
  isGreaterThanCondition,
  isGreaterThanOrEqualCondition,
  isLessThanCondition,
  isLessThanOrEqualCondition,
  isNumberCondition,
} from "./number-conditions.ts";
export {
  type FlowConnectionPredicate,
  type FlowConnectionTeamPredicate,
  type FlowConnectionUserPredicate,
  flowConnectionPredicate,
  flowConnectionTeamPredicate,
  flowConnectionUserPredicate,
  type Predicate,
} from "./predicates.ts";
export {
  type StepTarget,
  type StoryTarget,
  stepTarget,
  storyTarget,
  type Target,
} from "./targets.ts";
export {
  type ContainCondition,
  containCondition,
  type EqualsCondition,
  equalsCondition,
  type IsNotSetCondition,
  type IsSetCondition,
  isNotSetCondition,
  isSetCondition,
  type MatchRegexpCondition,
  matchRegexpCondition,
} from "./value-conditions.ts";
export {
  type PredicateAttachmentValueGetter,
  type PredicateMessageGetter,
  type PredicateSessionValueGetter,
  type PredicateUserAttributeGetter,
  predicateAttachmentValueGetter,
  predicateMessageGetter,
  predicateSessionValueGetter,
  predicateUserAttributeGetter,
  type ValueGetter,
} from "./value-getters.ts";
export {
  type IsLoggedCondition,
  type IsNotLoggedCondition,
  type IsOfflineCondition,
  type IsOnlineCondition,
  isLoggedCondition,
  isNotLoggedCondition,
  isOfflineCondition,
  isOnlineCondition,
  type TeamCondition,
  type UserCondition,
} from "./visitor-conditions.ts";
