import { kindOf, WebhookConfigError } from "@clustaar/webhook-core/endpoint";

/** Refuses what is neither an AbortSignal nor undefined. */
export function checkSignal(
  what: string,
  value: unknown,
): asserts value is AbortSignal | undefined {
  if (value === undefined || value instanceof AbortSignal) return;
  throw new WebhookConfigError(`${what}: signal: expected an AbortSignal, got ${kindOf(value)}`);
}
