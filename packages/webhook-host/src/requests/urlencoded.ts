import { Buffer } from "node:buffer";
import { addField, type FormLimits, type FormParts, tooLarge } from "./form.ts";

/**
 * Reads a body of `application/x-www-form-urlencoded`, as the URL standard does: in UTF-8, nothing is refused but what is
 * too large.
 *
 * @throws HttpError 413 `form_too_large`
 */
export function readUrlencoded(body: Uint8Array, limits: Required<FormLimits>): FormParts {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  const fields = new Map<string, string[]>();
  let parts = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    if (++parts > limits.parts) throw tooLarge("a form", limits.parts, "fields");
    if (Buffer.byteLength(name) > limits.nameBytes) {
      throw tooLarge("the name of a field", limits.nameBytes, "bytes");
    }
    if (Buffer.byteLength(value) > limits.valueBytes) {
      throw tooLarge("the value of a field", limits.valueBytes, "bytes");
    }
    addField(fields, name, value);
  }
  return { fields, files: [] };
}
