import { constant, type InitOf, list, type ModelOf, oneOf } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";
import { predicateSchemas } from "./predicates.ts";
import { targetSchemas } from "./targets.ts";

const fields = {
  type: constant("flow_connection"),
  target: oneOf(targetSchemas),
  predicates: list(oneOf(predicateSchemas), { min: 1, max: 10 }),
};

/**
 * A way on: where to go, and when.
 *
 * @example
 * ```ts
 * import type { FlowConnection } from "@clustaar/schemas";
 * import { flowConnection, flowConnectionTeamPredicate, isOnlineCondition, stepTarget } from "@clustaar/schemas";
 *
 * const connection: FlowConnection = flowConnection({
 *   target: stepTarget({ stepId: "507f191e810c19729de860ea" }),
 *   predicates: [flowConnectionTeamPredicate({ condition: isOnlineCondition() })],
 * });
 * console.log(connection.type); // "flow_connection"
 * ```
 */
export interface FlowConnection extends ModelOf<typeof fields> {}

/** What {@link flowConnection} takes. */
export interface FlowConnectionInit extends InitOf<typeof fields> {}

/** The wire schema of {@link FlowConnection}. */
export const flowConnectionSchema = defineSchema<"flow_connection", FlowConnection>(
  "flow_connection",
  fields,
);

/**
 * A way on: where to go, and the 1 to 10 predicates that say when.
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
