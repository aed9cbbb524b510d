import { constant, type Extra, flag, type InitOf, type ModelOf, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link sendEmailAction}. */
export const fields = {
  /** Always `send_email_action`. */
  type: constant("send_email_action"),
  /** The sender's address, up to 150 characters; not one of Clustaar's. */
  fromEmail: text({
    max: 150,
    pattern: patterns.notClustaarAddress,
    clean: ["strip", "html"],
    optional: true,
    nullable: true,
  }),
  /** The sender's name, up to 50 characters. */
  fromName: text({
    max: 50,
    clean: ["strip", "normalize", "html"],
    optional: true,
    nullable: true,
  }),
  /** Who gets the e-mail: an address, up to 150 characters. */
  recipient: text({ max: 150, whole: true, clean: ["strip", "normalize", "html"] }),
  /** The subject line, up to 150 characters. */
  subject: text({ max: 150, clean: ["normalize", "html"] }),
  /** The e-mail's text, up to 1500 characters. */
  content: text({ max: 1500, clean: ["normalize", "html"] }),
  /** The address that answers go to, up to 150 characters. */
  replyToEmail: text({
    max: 150,
    whole: true,
    clean: ["strip", "html"],
    optional: true,
    nullable: true,
  }),
  /** The name that answers go to, up to 50 characters. */
  replyToName: text({
    max: 50,
    clean: ["strip", "normalize", "html"],
    optional: true,
    nullable: true,
  }),
  /** Whether the visitor's files are attached. */
  userAttachments: flag({ optional: true, nullable: true }),
};

/** Sends an email. */
export interface SendEmailAction extends ModelOf<typeof fields>, Extra {}

/** What {@link sendEmailAction} takes. */
export interface SendEmailActionInit extends InitOf<typeof fields>, Extra {}

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
