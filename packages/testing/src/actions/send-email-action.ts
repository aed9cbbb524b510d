import type { SendEmailAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Sends an e-mail; here nothing is sent. */
export const sendEmail: Rule<SendEmailAction> = ({ recipient, subject }) => ({
  note: `sends an e-mail to ${recipient}: ${subject}`,
});
