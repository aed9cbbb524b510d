import { types } from "node:util";
import type { WebhookResponse } from "./endpoint.ts";
import { canSend, headerFault } from "./header-fields.ts";
import { kindOf } from "./kind-of.ts";

/**
 * Requires an answer that every host can send, so that an adapter never has to answer twice.
 *
 * @throws TypeError naming what was expected and what came.
 */
export function checkSendable(response: WebhookResponse): void {
  if (typeof response !== "object" || response === null) {
    throw wrong("an object { status, headers, body }", kindOf(response));
  }
  const { status, headers, body } = response;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw wrong("a status from 200 to 599", typeof status === "number" ? status : kindOf(status));
  }
  if (typeof body !== "string" && !types.isUint8Array(body)) {
    throw wrong("a body as a string or bytes", kindOf(body));
  }
  if (typeof headers !== "object" || headers === null) {
    throw wrong("headers as an object", kindOf(headers));
  }
  for (const name in headers) {
    if (canSend(name, headers[name])) continue;
    const fault = headerFault(name, headers[name]);
    throw new TypeError(`the endpoint's answer: header ${JSON.stringify(name)}: ${fault}`);
  }
}

function wrong(expected: string, came: string | number): TypeError {
  return new TypeError(`the endpoint's answer: expected ${expected}, got ${came}`);
}
