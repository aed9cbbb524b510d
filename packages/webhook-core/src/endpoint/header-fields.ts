import { types } from "node:util";
import { kindOf } from "./kind-of.ts";

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Whether every host can send this header: a text, or a list of texts. */
export function canSend(name: string, value: unknown): value is string | string[] {
  if (!TOKEN.test(name)) return false;
  return typeof value === "string"
    ? FIELD_VALUE.test(value)
    : Array.isArray(value) && value.every(isLine);
}

function isLine(value: unknown): value is string {
  return typeof value === "string" && FIELD_VALUE.test(value);
}

const NOT_A_LINE = "expected a value in Latin-1 on one line, got another";

/** Why a header cannot be sent, for an error message that names it; its value may be a secret and stays out. */
export function headerFault(name: string, value: unknown): string {
  if (!TOKEN.test(name)) return "expected a header name of RFC 9110, got another";
  if (types.isPromise(value)) {
    // It is named here; should it fail later, that must not end the process.
    value.catch(() => {});
    return "expected a text, got a promise; is an `await` missing?";
  }
  if (Array.isArray(value)) {
    const wrong: unknown = value.find((one) => !isLine(one));
    return typeof wrong === "string"
      ? NOT_A_LINE
      : `expected a list of texts, got ${kindOf(wrong)} in it`;
  }
  if (typeof value !== "string") return `expected a text, got ${kindOf(value)}`;
  return NOT_A_LINE;
}
