import { constant, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema.ts";

const zendeskUserFields = {
  email: text({ max: 100, clean: ["strip", "html"], optional: true }),
  name: text({ max: 100, clean: ["strip", "normalize", "html"], optional: true }),
  phoneNumber: text({ optional: true }),
};

/**
 * Who a Zendesk ticket is for.
 *
 * @example
 * ```ts
 * import type { ZendeskUser } from "@clustaar/schemas";
 * import { zendeskUser } from "@clustaar/schemas";
 *
 * const user: ZendeskUser = zendeskUser({ name: "Ada", email: "ada@example.com" });
 * console.log(user.name); // "Ada"
 * ```
 */
export interface ZendeskUser extends ModelOf<typeof zendeskUserFields> {}

/** What {@link zendeskUser} takes. */
export interface ZendeskUserInit extends InitOf<typeof zendeskUserFields> {}

/** The wire schema of {@link ZendeskUser}. */
export const zendeskUserSchema = defineSchema<"zendesk_user", ZendeskUser>(
  "zendesk_user",
  zendeskUserFields,
);

/**
 * Who a Zendesk ticket is for.
 *
 * @example
 * ```ts
 * import { zendeskUser } from "@clustaar/schemas";
 *
 * const user = zendeskUser({ name: "Ada", email: "ada@example.com" });
 * console.log(user.name); // "Ada"
 * ```
 */
export function zendeskUser(init: ZendeskUserInit = {}): ZendeskUser {
  return build(zendeskUserSchema, init);
}

const createZendeskTicketActionFields = {
  user: object(zendeskUserSchema),
  type: constant("create_zendesk_ticket_action"),
  ticketType: text({
    oneOf: ["incident", "problem", "question", "task"],
    orEmpty: true,
    optional: true,
  }),
  ticketPriority: text({
    oneOf: ["high", "low", "normal", "urgent"],
    orEmpty: true,
    optional: true,
  }),
  subject: text({ max: 100, clean: ["normalize", "html"], optional: true }),
  description: text({ min: 1, max: 1500, clean: ["normalize", "html"] }),
  tags: list(text({ max: 80 }), { max: 10, optional: true }),
  groupID: text({ as: "groupId", max: 24, pattern: patterns.digits, optional: true }),
  assigneeID: text({
    as: "assigneeId",
    max: 24,
    pattern: patterns.digits,
    clean: ["strip"],
    optional: true,
  }),
};

/**
 * Opens a Zendesk ticket.
 *
 * @example
 * ```ts
 * import type { CreateZendeskTicketAction } from "@clustaar/schemas";
 * import { createZendeskTicketAction, zendeskUser } from "@clustaar/schemas";
 *
 * const action: CreateZendeskTicketAction = createZendeskTicketAction({
 *   user: zendeskUser({ email: "ada@example.com" }),
 *   description: "The shoes are too small",
 *   ticketPriority: "low",
 * });
 * console.log(action.type); // "create_zendesk_ticket_action"
 * ```
 */
export interface CreateZendeskTicketAction
  extends ModelOf<typeof createZendeskTicketActionFields> {}

/** What {@link createZendeskTicketAction} takes. */
export interface CreateZendeskTicketActionInit
  extends InitOf<typeof createZendeskTicketActionFields> {}

/** The wire schema of {@link CreateZendeskTicketAction}. */
export const createZendeskTicketActionSchema = defineSchema<
  "create_zendesk_ticket_action",
  CreateZendeskTicketAction
>("create_zendesk_ticket_action", createZendeskTicketActionFields);

/**
 * Opens a Zendesk ticket for somebody.
 *
 * @example
 * ```ts
 * import { createZendeskTicketAction, zendeskUser } from "@clustaar/schemas";
 *
 * const action = createZendeskTicketAction({
 *   user: zendeskUser({ email: "ada@example.com" }),
 *   description: "The shoes are too small",
 *   ticketPriority: "low",
 * });
 * console.log(action.type); // "create_zendesk_ticket_action"
 * ```
 */
export function createZendeskTicketAction(
  init: CreateZendeskTicketActionInit,
): CreateZendeskTicketAction {
  return build(createZendeskTicketActionSchema, init);
}
