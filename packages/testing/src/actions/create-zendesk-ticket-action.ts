import type { CreateZendeskTicketAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Creates a ticket in Zendesk; here none is created. */
export const createZendeskTicket: Rule<CreateZendeskTicketAction> = ({
  subject,
  description,
  ticketType,
}) => ({
  note: `creates a Zendesk ticket${ticketType ? ` (${ticketType})` : ""}: ${subject || description}`,
});
