import type { CreateZendeskTicketAction } from "@clustaar/schemas";
import { Fields } from "./fields.tsx";
import type { ActionProps } from "./registry.tsx";

/** A Zendesk ticket that the platform would open. */
export function Ticket({ action }: ActionProps<CreateZendeskTicketAction>) {
  const { subject, description, ...fields } = action;
  return (
    <details class="system-note">
      <summary>
        <strong>Zendesk ticket</strong> {subject ?? description.slice(0, 80)}
      </summary>
      <p>{description}</p>
      <Fields value={fields} />
    </details>
  );
}
