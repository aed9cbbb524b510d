import { inspect } from "node:util";
import { messageOf } from "@clustaar/webhook-core/endpoint";
import { isSecretName, maskNamed } from "./mask-named.ts";
import { MASK, mask } from "./mask-secrets.ts";

/** Characters of an answer that an error shows at most. */
const LONGEST = 2_000;
/** Characters that one character of a secret becomes at most: an escape within an escape of a pair of units. */
const WIDEST = 40;

/** The beginning of a body, for an error. */
export function maskedBody(text: string, secrets: readonly string[]): string {
  const room = WIDEST * Math.max(0, ...secrets.map(({ length }) => length));
  // A secret that the cut goes through must be seen whole before it is cut.
  const beginning = maskedJson(text).slice(0, LONGEST + room);
  const masked = maskNamed(mask(beginning, secrets));
  return masked.length <= LONGEST ? masked : `${masked.slice(0, LONGEST)}…`;
}

/** The text itself unless it is JSON with a field, at any depth, that is named like a secret. */
function maskedJson(text: string): string {
  let found = false;
  try {
    const json: unknown = JSON.parse(text, (name, value: unknown) => {
      if (!isSecretName(name) || value === null || typeof value === "boolean") return value;
      found = true;
      return MASK;
    });
    return found ? JSON.stringify(json) : text;
  } catch {
    return text; // not JSON, or deeper than the stack
  }
}

/** What was thrown, unless it tells a secret: then only its masked message. */
export function maskedCause(error: unknown, secrets: readonly string[]): unknown {
  try {
    const whole = { depth: 12, maxStringLength: null, maxArrayLength: null, showHidden: true };
    const shown = inspect(error, whole);
    if (mask(shown, secrets) === shown) return error;
  } catch {
    // It cannot even be looked at; its message is all that is left.
  }
  return new Error(mask(messageOf(error), secrets));
}
