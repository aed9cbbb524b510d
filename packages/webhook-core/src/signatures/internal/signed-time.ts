import type { HeaderReader } from "../../endpoint/endpoint.ts";
import { WebhookConfigError, WebhookError } from "../../endpoint/errors.ts";

/** Seconds a signed time may be from now by default, as Standard Webhooks, Stripe and Slack have it. */
export const DEFAULT_TOLERANCE = 300;

const wholeSeconds = /^\d{1,12}$/;

/** The seconds to sign for a time in epoch milliseconds. */
export function secondsToSign(scheme: string, timestamp: number): string {
  const seconds = Math.floor(timestamp / 1000);
  if (!isUnixSeconds(String(seconds))) {
    throw new WebhookConfigError(
      `${scheme}: expected timestamp in milliseconds since 1970, got ${String(timestamp)}`,
    );
  }
  return String(seconds);
}

export function isUnixSeconds(text: string): boolean {
  return wholeSeconds.test(text);
}

/** Reads a header of whole seconds since 1970, as the text that was signed. */
export function readUnixSeconds(headers: HeaderReader, name: string): string {
  const text = headers.get(name);
  if (text === null || text === undefined || text === "") {
    throw new WebhookError("date_missing", `expected the header ${name}, got none`);
  }
  if (!isUnixSeconds(text)) {
    throw new WebhookError(
      "date_invalid",
      `expected the header ${name} as whole seconds since 1970, got something else`,
    );
  }
  return text;
}
