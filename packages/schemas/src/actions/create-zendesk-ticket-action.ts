import { constant, type Extra, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link zendeskUser}. */
export const zendeskUserFields = {
  /** The requester's e-mail address, up to 100 characters. */
  email: text({ max: 100, whole: true, clean: ["strip", "html"], optional: true }),
  /** The requester's name, up to 100 characters. */
  name: text({ max: 100, clean: ["strip", "normalize", "html"], optional: true }),
  /** The requester's phone number, in any notation. */
  phoneNumber: text({ optional: true }),
};

/** Who a Zendesk ticket is for. */
export interface ZendeskUser extends ModelOf<typeof zendeskUserFields>, Extra {}

/** What {@link zendeskUser} takes. */
export interface ZendeskUserInit extends InitOf<typeof zendeskUserFields>, Extra {}

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

/** The fields of {@link createZendeskTicketAction}. */
export const createZendeskTicketActionFields = {
  /** Who requests the ticket. */
  user: object(zendeskUserSchema),
  /** Always `create_zendesk_ticket_action`. */
  type: constant("create_zendesk_ticket_action"),
  /** The kind of ticket; an empty text leaves it open. */
  ticketType: text({
    oneOf: ["incident", "problem", "question", "task"],
    orEmpty: true,
    optional: true,
  }),
  /** How urgent the ticket is; an empty text leaves it open. */
  ticketPriority: text({
    oneOf: ["high", "low", "normal", "urgent"],
    orEmpty: true,
    optional: true,
  }),
  /** The ticket's subject, up to 100 characters. */
  subject: text({ max: 100, clean: ["normalize", "html"], optional: true }),
  /** The ticket's first comment, 1 to 1500 characters. */
  description: text({ min: 1, max: 1500, clean: ["normalize", "html"] }),
  /** Up to 10 tags, each up to 80 characters. */
  tags: list(text({ max: 80 }), { max: 10, optional: true }),
  /** Zendesk's id of the group, up to 24 digits (`groupID` on the wire). */
  groupId: text({ wire: "groupID", max: 24, pattern: patterns.digits, optional: true }),
  /** Zendesk's id of the agent, up to 24 digits (`assigneeID` on the wire). */
  assigneeId: text({
    wire: "assigneeID",
    max: 24,
    pattern: patterns.digits,
    clean: ["strip"],
    optional: true,
  }),
};

/** Opens a Zendesk ticket. */
export interface CreateZendeskTicketAction
  extends ModelOf<typeof createZendeskTicketActionFields>,
    Extra {}

/** What {@link createZendeskTicketAction} takes. */
export interface CreateZendeskTicketActionInit
  extends InitOf<typeof createZendeskTicketActionFields>,
    Extra {}

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
