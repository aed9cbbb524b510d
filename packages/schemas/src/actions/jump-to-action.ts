import { flowConnectionSchema } from "../connections/flow-connection.ts";
import { anyTarget } from "../connections/targets.ts";
import { constant, type Extra, type InitOf, list, type ModelOf, object } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link jumpToAction}. */
export const fields = {
  /** Always `jump_to_action`. */
  type: constant("jump_to_action"),
  /** Where to go under which conditions, up to 10; the first whose conditions are met is used. */
  connections: list(object(flowConnectionSchema), { min: 0, max: 10 }),
  /** Where to go if no connection's conditions are met; null for nowhere. */
  defaultTarget: anyTarget({ nullable: true }),
};

/** Goes where the first connection leads whose conditions are met. */
export interface JumpToAction extends ModelOf<typeof fields>, Extra {}

/** What {@link jumpToAction} takes. */
export interface JumpToActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link JumpToAction}. */
export const jumpToActionSchema = defineSchema<"jump_to_action", JumpToAction>(
  "jump_to_action",
  fields,
);

/**
 * Goes where the first of up to 10 connections leads whose conditions are met, or else to the default target.
 *
 * @example
 * ```ts
 * import { flowConnection, flowConnectionTeamPredicate, isOnlineCondition, jumpToAction, stepTarget } from "@clustaar/schemas";
 *
 * const action = jumpToAction({
 *   connections: [
 *     flowConnection({
 *       target: stepTarget({ stepId: "507f191e810c19729de860ea" }),
 *       predicates: [flowConnectionTeamPredicate({ condition: isOnlineCondition() })],
 *     }),
 *   ],
 * });
 * console.log(action.type); // "jump_to_action"
 * ```
 */
export function jumpToAction(init: JumpToActionInit): JumpToAction {
  return build(jumpToActionSchema, init);
}
