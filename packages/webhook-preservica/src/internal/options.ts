import { WebhookConfigError } from "@clustaar/webhook-core";
import { kindOf } from "@clustaar/webhook-core/endpoint";

/** Takes text that is not empty, else says what is wrong. */
export function checkText(what: string, value: unknown): asserts value is string {
  if (typeof value === "string" && value !== "") return;
  const hint = value === undefined || value === "" ? "; is an environment variable not set?" : "";
  throw new WebhookConfigError(`${what}: expected a text, got ${kindOf(value)}${hint}`);
}

/** Takes a finite number from `least` up, to `most` if there is one, else says what is wrong. */
export function checkNumber(
  what: string,
  value: unknown,
  least: number,
  unit: string,
  most: number = Number.MAX_VALUE,
): void {
  if (typeof value === "number" && value >= least && value <= most) return;
  const came = typeof value === "number" ? String(value) : kindOf(value);
  const range = most === Number.MAX_VALUE ? `from ${least} up` : `from ${least} to ${most}`;
  throw new WebhookConfigError(`${what}: expected a number of ${unit} ${range}, got ${came}`);
}

/** Takes milliseconds for a timer, which fires at once when it is given more than it can count. */
export function checkTimer(what: string, value: unknown, least: number): void {
  checkNumber(what, value, least, "milliseconds", 2_147_483_647);
}

/** Takes true or false, else says what is wrong. */
export function checkBoolean(what: string, value: unknown): void {
  if (typeof value === "boolean") return;
  throw new WebhookConfigError(`${what}: expected true or false, got ${kindOf(value)}`);
}

/** Takes an AbortSignal, or none, else says what is wrong. */
export function checkSignal(what: string, value: unknown): void {
  if (value === undefined || value instanceof AbortSignal) return;
  throw new WebhookConfigError(`${what}: signal: expected an AbortSignal, got ${kindOf(value)}`);
}

/** Takes a function, else says what is wrong. */
export function checkFunction(what: string, value: unknown): void {
  if (typeof value === "function") return;
  throw new WebhookConfigError(`${what}: expected a function, got ${kindOf(value)}`);
}
