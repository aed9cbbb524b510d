import type { SendEmailAction } from "@clustaar/schemas";
import { Icon } from "../../ui/icon.tsx";
import { RichText } from "../../ui/rich-text.tsx";
import type { ActionProps } from "./registry.tsx";

/** An e-mail that the platform would send: as a card, since nothing is sent from here. */
export function Email({ action }: ActionProps<SendEmailAction>) {
  const { recipient, subject, content, fromEmail, fromName, replyToEmail, replyToName } = action;
  return (
    <article class="card email" aria-label={`E-mail to ${recipient}`}>
      <h3>
        <Icon name="mail" /> {subject}
      </h3>
      <dl>
        <dt>To</dt>
        <dd>{recipient}</dd>
        {(fromEmail || fromName) && (
          <>
            <dt>From</dt>
            <dd>{address(fromName, fromEmail)}</dd>
          </>
        )}
        {(replyToEmail || replyToName) && (
          <>
            <dt>Reply to</dt>
            <dd>{address(replyToName, replyToEmail)}</dd>
          </>
        )}
      </dl>
      <div class="email-content">
        <RichText text={content} />
      </div>
      <p class="faint">Not sent: the playground sends no e-mail.</p>
    </article>
  );
}

function address(name: string | null | undefined, email: string | null | undefined): string {
  if (!name) return email ?? "";
  return email ? `${name} <${email}>` : name;
}
