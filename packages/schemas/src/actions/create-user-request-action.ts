import { constant, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("create_user_request_action"),
  message: text({ min: 1, max: 1000, clean: ["strip", "normalize", "html"] }),
  assigneeID: text({ as: "assigneeId", clean: ["strip"], optional: true, nullable: true }),
  groupID: text({ as: "groupId", clean: ["strip"], optional: true, nullable: true }),
};

/**
 * Asks a person to take over.
 *
 * @example
 * ```ts
 * import type { CreateUserRequestAction } from "@clustaar/schemas";
 * import { createUserRequestAction } from "@clustaar/schemas";
 *
 * const action: CreateUserRequestAction = createUserRequestAction({ message: "Somebody needs help" });
 * console.log(action.type); // "create_user_request_action"
 * ```
 */
export interface CreateUserRequestAction extends ModelOf<typeof fields> {}

/** What {@link createUserRequestAction} takes. */
export interface CreateUserRequestActionInit extends InitOf<typeof fields> {}

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
