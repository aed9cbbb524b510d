import { constant, type Extra, type Field, type InitOf, type ModelOf, oneOf } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";
import { anyCondition } from "./conditions.ts";
import { anyValueGetter } from "./value-getters.ts";
import { anyTeamCondition, anyUserCondition } from "./visitor-conditions.ts";

const flowConnectionPredicateFields = {
  /** Always `connection_predicate`. */
  type: constant("connection_predicate"),
  /** The condition on the value. */
  condition: anyCondition,
  /** Where the value comes from. */
  valueGetter: anyValueGetter,
};

/** A condition on a value. */
export interface FlowConnectionPredicate
  extends ModelOf<typeof flowConnectionPredicateFields>,
    Extra {}

/** What {@link flowConnectionPredicate} takes. */
export interface FlowConnectionPredicateInit
  extends InitOf<typeof flowConnectionPredicateFields>,
    Extra {}

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
  /** Always `connection_team_predicate`. */
  type: constant("connection_team_predicate"),
  /** The condition on the team of agents. */
  condition: anyTeamCondition,
};

/** A condition on the team. */
export interface FlowConnectionTeamPredicate
  extends ModelOf<typeof flowConnectionTeamPredicateFields>,
    Extra {}

/** What {@link flowConnectionTeamPredicate} takes. */
export interface FlowConnectionTeamPredicateInit
  extends InitOf<typeof flowConnectionTeamPredicateFields>,
    Extra {}

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
  /** Always `connection_user_predicate`. */
  type: constant("connection_user_predicate"),
  /** The condition on the visitor. */
  condition: anyUserCondition,
};

/** A condition on the visitor. */
export interface FlowConnectionUserPredicate
  extends ModelOf<typeof flowConnectionUserPredicateFields>,
    Extra {}

/** What {@link flowConnectionUserPredicate} takes. */
export interface FlowConnectionUserPredicateInit
  extends InitOf<typeof flowConnectionUserPredicateFields>,
    Extra {}

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

/** What must hold for a connection to be taken. */
export type Predicate =
  | FlowConnectionPredicate
  | FlowConnectionTeamPredicate
  | FlowConnectionUserPredicate;

/** Any predicate: named, so that messages say `Predicate`. */
export const anyPredicate: Field<Predicate> = oneOf(predicateSchemas);
