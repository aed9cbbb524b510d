import { constant, type InitOf, type ModelOf, oneOf } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";
import { conditionSchemas } from "./conditions.ts";
import { valueGetterSchemas } from "./value-getters.ts";
import { teamConditionSchemas, userConditionSchemas } from "./visitor-conditions.ts";

const flowConnectionPredicateFields = {
  type: constant("connection_predicate"),
  condition: oneOf(conditionSchemas),
  valueGetter: oneOf(valueGetterSchemas),
};

/**
 * A condition on a value.
 *
 * @example
 * ```ts
 * import type { FlowConnectionPredicate } from "@clustaar/schemas";
 * import { flowConnectionPredicate, isSetCondition, predicateSessionValueGetter } from "@clustaar/schemas";
 *
 * const predicate: FlowConnectionPredicate = flowConnectionPredicate({
 *   condition: isSetCondition(),
 *   valueGetter: predicateSessionValueGetter({ key: "color" }),
 * });
 * console.log(predicate.type); // "connection_predicate"
 * ```
 */
export interface FlowConnectionPredicate extends ModelOf<typeof flowConnectionPredicateFields> {}

/** What {@link flowConnectionPredicate} takes. */
export interface FlowConnectionPredicateInit extends InitOf<typeof flowConnectionPredicateFields> {}

/** The wire schema of {@link FlowConnectionPredicate}. */
export const flowConnectionPredicateSchema = defineSchema<
  "flow_connection_predicate",
  FlowConnectionPredicate
>("flow_connection_predicate", flowConnectionPredicateFields);

/**
 * A condition on a value of the conversation.
 *
 * @example
 * ```ts
 * import { flowConnectionPredicate, isSetCondition, predicateSessionValueGetter } from "@clustaar/schemas";
 *
 * const predicate = flowConnectionPredicate({
 *   condition: isSetCondition(),
 *   valueGetter: predicateSessionValueGetter({ key: "color" }),
 * });
 * console.log(predicate.type); // "connection_predicate"
 * ```
 */
export function flowConnectionPredicate(
  init: FlowConnectionPredicateInit,
): FlowConnectionPredicate {
  return build(flowConnectionPredicateSchema, init);
}

const flowConnectionTeamPredicateFields = {
  type: constant("connection_team_predicate"),
  condition: oneOf(teamConditionSchemas),
};

/**
 * A condition on the team.
 *
 * @example
 * ```ts
 * import type { FlowConnectionTeamPredicate } from "@clustaar/schemas";
 * import { flowConnectionTeamPredicate, isOnlineCondition } from "@clustaar/schemas";
 *
 * const predicate: FlowConnectionTeamPredicate = flowConnectionTeamPredicate({ condition: isOnlineCondition() });
 * console.log(predicate.type); // "connection_team_predicate"
 * ```
 */
export interface FlowConnectionTeamPredicate
  extends ModelOf<typeof flowConnectionTeamPredicateFields> {}

/** What {@link flowConnectionTeamPredicate} takes. */
export interface FlowConnectionTeamPredicateInit
  extends InitOf<typeof flowConnectionTeamPredicateFields> {}

/** The wire schema of {@link FlowConnectionTeamPredicate}. */
export const flowConnectionTeamPredicateSchema = defineSchema<
  "flow_connection_team_predicate",
  FlowConnectionTeamPredicate
>("flow_connection_team_predicate", flowConnectionTeamPredicateFields);

/**
 * A condition on the team.
 *
 * @example
 * ```ts
 * import { flowConnectionTeamPredicate, isOnlineCondition } from "@clustaar/schemas";
 *
 * const predicate = flowConnectionTeamPredicate({ condition: isOnlineCondition() });
 * console.log(predicate.type); // "connection_team_predicate"
 * ```
 */
export function flowConnectionTeamPredicate(
  init: FlowConnectionTeamPredicateInit,
): FlowConnectionTeamPredicate {
  return build(flowConnectionTeamPredicateSchema, init);
}

const flowConnectionUserPredicateFields = {
  type: constant("connection_user_predicate"),
  condition: oneOf(userConditionSchemas),
};

/**
 * A condition on the visitor.
 *
 * @example
 * ```ts
 * import type { FlowConnectionUserPredicate } from "@clustaar/schemas";
 * import { flowConnectionUserPredicate, isLoggedCondition } from "@clustaar/schemas";
 *
 * const predicate: FlowConnectionUserPredicate = flowConnectionUserPredicate({ condition: isLoggedCondition() });
 * console.log(predicate.type); // "connection_user_predicate"
 * ```
 */
export interface FlowConnectionUserPredicate
  extends ModelOf<typeof flowConnectionUserPredicateFields> {}

/** What {@link flowConnectionUserPredicate} takes. */
export interface FlowConnectionUserPredicateInit
  extends InitOf<typeof flowConnectionUserPredicateFields> {}

/** The wire schema of {@link FlowConnectionUserPredicate}. */
export const flowConnectionUserPredicateSchema = defineSchema<
  "flow_connection_user_predicate",
  FlowConnectionUserPredicate
>("flow_connection_user_predicate", flowConnectionUserPredicateFields);

/**
 * A condition on the visitor.
 *
 * @example
 * ```ts
 * import { flowConnectionUserPredicate, isLoggedCondition } from "@clustaar/schemas";
 *
 * const predicate = flowConnectionUserPredicate({ condition: isLoggedCondition() });
 * console.log(predicate.type); // "connection_user_predicate"
 * ```
 */
export function flowConnectionUserPredicate(
  init: FlowConnectionUserPredicateInit,
): FlowConnectionUserPredicate {
  return build(flowConnectionUserPredicateSchema, init);
}

/** Every schema a {@link Predicate} may have. */
export const predicateSchemas = [
  flowConnectionPredicateSchema,
  flowConnectionTeamPredicateSchema,
  flowConnectionUserPredicateSchema,
] as const;

/**
 * What must hold for a connection to be taken.
 *
 * @example
 * ```ts
 * import type { Predicate } from "@clustaar/schemas";
 * import { flowConnectionTeamPredicate, isOnlineCondition } from "@clustaar/schemas";
 *
 * const predicate: Predicate = flowConnectionTeamPredicate({ condition: isOnlineCondition() });
 * console.log(predicate.type); // "connection_team_predicate"
 * ```
 */
export type Predicate =
  | FlowConnectionPredicate
  | FlowConnectionTeamPredicate
  | FlowConnectionUserPredicate;
