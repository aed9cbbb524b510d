import { isAscii, isUtf8, transcode } from "node:buffer";
import { TextDecoder } from "node:util";

const decoder = new TextDecoder("utf-8", { fatal: true });
/** Below so many bytes a decoder is the fastest. */
const SHORT = 1024;
const BYTE_ORDER_MARK = 0xfeff;

/**
 * The text of UTF-8 bytes, without a byte order mark; undefined for other bytes.
 *
 * A decoder reads what is not ASCII a byte at a time, which takes a third as long as `JSON.parse` does; `transcode` takes many at
 * once.
 */
export function utf8Text(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  if (bytes.byteLength < SHORT || isAscii(bytes)) return decoder.decode(bytes);
  const text = transcode(bytes, "utf8", "utf16le").toString("utf16le");
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}
