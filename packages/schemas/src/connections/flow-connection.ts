import { constant, type Extra, type InitOf, list, type ModelOf } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";
import { anyPredicate } from "./predicates.ts";
import { anyTarget } from "./targets.ts";

/** The fields of {@link flowConnection}. */
export const fields = {
  /** Always `flow_connection`. */
  type: constant("flow_connection"),
  /** The step or story this connection leads to. */
  target: anyTarget(),
  /** 1 to 10 conditions, all of which must be met. */
  predicates: list(anyPredicate, { min: 1, max: 10 }),
};

/** A connection: where to go, and when. */
export interface FlowConnection extends ModelOf<typeof fields>, Extra {}

/** What {@link flowConnection} takes. */
export interface FlowConnectionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link FlowConnection}. */
export const flowConnectionSchema = defineSchema<"flow_connection", FlowConnection>(
  "flow_connection",
  fields,
);

/**
 * A connection: where to go, and the 1 to 10 predicates that say when.
 *
 * @example
 * ```ts
 * import { flowConnection, flowConnectionTeamPredicate, isOnlineCondition, stepTarget } from "@clustaar/schemas";
 *
 * const connection = flowConnection({
 *   target: stepTarget({ stepId: "507f191e810c19729de860ea" }),
 *   predicates: [flowConnectionTeamPredicate({ condition: isOnlineCondition() })],
 * });
 * console.log(connection.type); // "flow_connection"
 * ```
 */
export function flowConnection(init: FlowConnectionInit): FlowConnection {
  return build(flowConnectionSchema, init);
}
