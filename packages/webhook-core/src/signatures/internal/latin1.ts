import { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";

const beyondLatin1 = /[\u0100-\uffff]/;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The latin-1 bytes of a text, or undefined when a character has none. */
export function latin1Bytes(text: string): Uint8Array | undefined {
  return beyondLatin1.test(text) ? undefined : Buffer.from(text, "latin1");
}

/** The latin-1 bytes of text that is given as UTF-8, or undefined when it is not that or has none. */
export function latin1OfUtf8(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return latin1Bytes(utf8.decode(bytes));
  } catch {
    return undefined;
  }
}
