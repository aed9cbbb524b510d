import { types } from "node:util";
import type { WebhookResponse } from "./endpoint.ts";
import { canSend, HEADER_RULE } from "./header-fields.ts";
import { kindOf } from "./option-checks.ts";

/**
 * Requires an answer that every host can send.
 *
 * @throws TypeError what is wrong with it: the mistake is the endpoint's.
 */
export function checkSendable(response: WebhookResponse): void {
  const { status, headers, body } = response;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`the answer's status: expected 200 to 599, got ${String(status)}`);
  }
  for (const name of Object.keys(headers)) {
    if (canSend(name, headers[name])) continue;
    throw new TypeError(`the answer's header ${JSON.stringify(name)}: expected ${HEADER_RULE}`);
  }
  if (typeof body === "string" || types.isUint8Array(body)) return;
  throw new TypeError(`the answer's body: expected a string or bytes, got ${kindOf(body)}`);
}
