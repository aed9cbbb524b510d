const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What a header has to be, for an error message. */
export const HEADER_RULE = "a header name of RFC 9110 and a value in Latin-1 on one line";

/** Whether every host can send this header. */
export function canSend(name: string, value: unknown): boolean {
  return TOKEN.test(name) && FIELD_VALUE.test(String(value));
}
