const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Whether a header can be sent (RFC 9110). */
export function canSendHeader(name: string, value: string): boolean {
  return TOKEN.test(name) && FIELD_VALUE.test(value);
}

/** Whether a text is a media type that can be sent, with or without parameters. */
export function isMediaType(text: string): boolean {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[\x20-\x7e]*)?$/.test(text);
}

/** Headers of the connection and of the message's framing: nobody sets them. */
export const forbiddenHeaders: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "expect",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Headers that say what is sent and by whom: a webhook's own are replaced. */
export const reservedHeaders: ReadonlySet<string> = new Set([
  "content-type",
  "webhook-emitter-version",
  "webhook-event",
  "webhook-id",
  "webhook-schema-version",
  "webhook-signature",
  "webhook-timestamp",
  "x-servo-signature",
]);
