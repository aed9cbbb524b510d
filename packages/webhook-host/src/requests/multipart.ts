import { Buffer } from "node:buffer";
import { Busboy } from "@fastify/busboy";
import { HttpError } from "../errors.ts";
import { addField, type FormFile, type FormLimits, type FormParts, tooLarge } from "./form.ts";

/** Headers of one part; two are usual. */
const MOST_HEADERS = 20;
const LONGEST_HEADERS = 8 * 1024;

/**
 * Reads a body of `multipart/form-data`.
 *
 * @throws HttpError 400 `form_invalid` or 413 `form_too_large`; the promise rejects with it.
 */
export function parseMultipart(
  type: string,
  body: Uint8Array,
  limits: Required<FormLimits>,
): Promise<FormParts> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string[]>();
    const files: FormFile[] = [];
    const parser = makeParser(type, limits);
    let parts = 0;
    const fail = (error: unknown) => {
      reject(error);
      parser.destroy();
    };

    const count = (name: string) => {
      if (++parts > limits.parts) fail(tooLarge("a form", limits.parts, "parts"));
      // The parser cuts the names of urlencoded forms only.
      if (Buffer.byteLength(name) > limits.nameBytes) {
        fail(tooLarge("the name of a field", limits.nameBytes, "bytes"));
      }
    };
    parser.on("field", (name, value, _isNameCut, isValueCut) => {
      count(name);
      if (isValueCut) fail(tooLarge("the value of a field", limits.valueBytes, "bytes"));
      else addField(fields, name, value);
    });
    parser.on("file", (field, stream, name, _encoding, mediaType) => {
      count(field);
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      stream.on("limit", () => fail(tooLarge("a file", limits.fileBytes, "bytes")));
      stream.on("error", (error) => fail(invalid(error.message)));
      stream.on("end", () => {
        files.push({ field, name: name ?? "", type: mediaType, bytes: Buffer.concat(chunks) });
      });
    });
    parser.on("error", (error) => fail(invalid(String((error as Error)?.message ?? error))));
    parser.on("finish", () => resolve({ fields, files }));
    parser.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  });
}

function makeParser(type: string, limits: Required<FormLimits>): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: { "content-type": type },
      limits: {
        // One more, so that a form past the limit is told from one at it.
        parts: limits.parts + 1,
        fieldSize: limits.valueBytes,
        fileSize: limits.fileBytes,
        headerPairs: MOST_HEADERS,
        headerSize: LONGEST_HEADERS,
      },
    });
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

function invalid(reason: string): HttpError {
  return new HttpError(
    400,
    `expected a form of multipart/form-data, got one that cannot be read: ${reason}`,
    {
      code: "form_invalid",
    },
  );
}
