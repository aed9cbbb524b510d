import { constant, flag, type InitOf, type ModelOf, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("send_email_action"),
  fromEmail: text({
    max: 150,
    pattern: patterns.notClustaarAddress,
    clean: ["strip", "html"],
    optional: true,
    nullable: true,
  }),
  fromName: text({
    max: 50,
    clean: ["strip", "normalize", "html"],
    optional: true,
    nullable: true,
  }),
  recipient: text({ max: 150, clean: ["strip", "normalize", "html"] }),
  subject: text({ max: 150, clean: ["normalize", "html"] }),
  content: text({ max: 1500, clean: ["normalize", "html"] }),
  replyToEmail: text({ max: 150, clean: ["strip", "html"], optional: true, nullable: true }),
  replyToName: text({
    max: 50,
    clean: ["strip", "normalize", "html"],
    optional: true,
    nullable: true,
  }),
  userAttachments: flag({ optional: true, nullable: true }),
};

/**
 * Sends an email.
 *
 * @example
 * ```ts
 * import type { SendEmailAction } from "@clustaar/schemas";
 * import { sendEmailAction } from "@clustaar/schemas";
 *
 * const action: SendEmailAction = sendEmailAction({ recipient: "shop@example.com", subject: "New order", content: "Two shoes" });
 * console.log(action.type); // "send_email_action"
 * ```
 */
export interface SendEmailAction extends ModelOf<typeof fields> {}

/** What {@link sendEmailAction} takes. */
export interface SendEmailActionInit extends InitOf<typeof fields> {}

/** The wire schema of {@link SendEmailAction}. */
export const sendEmailActionSchema = defineSchema<"send_email_action", SendEmailAction>(
  "send_email_action",
  fields,
);

/**
 * Sends an email; the sender may not be an address of the platform.
 *
 * @example
 * ```ts
 * import { sendEmailAction } from "@clustaar/schemas";
 *
 * const action = sendEmailAction({ recipient: "shop@example.com", subject: "New order", content: "Two shoes" });
 * console.log(action.type); // "send_email_action"
 * ```
 */
export function sendEmailAction(init: SendEmailActionInit): SendEmailAction {
  return build(sendEmailActionSchema, init);
}
