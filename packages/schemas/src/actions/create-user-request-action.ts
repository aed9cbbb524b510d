import { constant, type Extra, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link createUserRequestAction}. */
export const fields = {
  /** Always `create_user_request_action`. */
  type: constant("create_user_request_action"),
  /** What the agent reads, 1 to 1000 characters. */
  message: text({ min: 1, max: 1000, clean: ["strip", "normalize", "html"] }),
  /** The agent who gets the request (`assigneeID` on the wire). */
  assigneeId: text({ wire: "assigneeID", clean: ["strip"], optional: true, nullable: true }),
  /** The group of agents that gets the request (`groupID` on the wire). */
  groupId: text({ wire: "groupID", clean: ["strip"], optional: true, nullable: true }),
};

/** Asks a person to take over. */
export interface CreateUserRequestAction extends ModelOf<typeof fields>, Extra {}

/** What {@link createUserRequestAction} takes. */
export interface CreateUserRequestActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link CreateUserRequestAction}. */
export const createUserRequestActionSchema = defineSchema<
  "create_user_request_action",
  CreateUserRequestAction
>("create_user_request_action", fields);

/**
 * Asks a person to take over, with a message of 1 to 1000 characters.
 *
 * @example
 * ```ts
 * import { createUserRequestAction } from "@clustaar/schemas";
 *
 * const action = createUserRequestAction({ message: "Somebody needs help" });
 * console.log(action.type); // "create_user_request_action"
 * ```
 */
export function createUserRequestAction(
  init: CreateUserRequestActionInit,
): CreateUserRequestAction {
  return build(createUserRequestActionSchema, init);
}
