import type { SendWebhookRequestAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Calls another webhook; here none is called. */
export const sendWebhookRequest: Rule<SendWebhookRequestAction> = ({ url, service, fields }) => ({
  note: `calls ${url} (${service}) with ${fields.length === 1 ? "1 field" : `${fields.length} fields`}`,
});
