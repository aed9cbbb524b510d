import type { CreateZendeskTicketAction } from "@clustaar/schemas";
import { Fields } from "./fields.tsx";
import { SystemNote } from "./note.tsx";
import type { ActionProps } from "./registry.tsx";

/** A Zendesk ticket that the platform would open. */
export function Ticket({ action }: ActionProps<CreateZendeskTicketAction>) {
  const { subject, description, ...fields } = action;
  return (
    <SystemNote title="Zendesk ticket" icon="ticket" says={subject ?? ""} open>
      <p class="ticket-text">{description}</p>
      <Fields value={fields} />
    </SystemNote>
  );
}
