import { Buffer, isUtf8 } from "node:buffer";
import * as zlib from "node:zlib";
import { jsonStyles, styleInWords, writeJson } from "./json-styles.ts";
import type { DiagnosisCause, Variant } from "./variant.ts";

/** What is inflated at most, in bytes: a small body can hold gigabytes of zeros. */
const MOST_INFLATED = 8 * 1024 * 1024;

/** The body as it came, and each way in which something on its way may have changed it. */
export function* bodyVariants(body: Uint8Array): Generator<Variant<Uint8Array>> {
  yield { value: body };
  yield* endVariants(body);
  yield* encodedVariants(body);
  if (isUtf8(body)) {
    const text = Buffer.from(body).toString("utf8");
    yield* textVariants(text);
    yield* jsonVariants(text);
  } else {
    yield changed(
      Buffer.from(Buffer.from(body).toString("latin1"), "utf8"),
      "body_charset",
      "the body when its bytes are read as latin-1 and written as UTF-8",
      "something on the way writes the body as latin-1: hand the bytes through as they are",
    );
  }
}

const mark = Buffer.from([0xef, 0xbb, 0xbf]);

function* endVariants(body: Uint8Array): Generator<Variant<Uint8Array>> {
  const bytes = Buffer.from(body);
  for (const end of ["\n", "\r\n"]) {
    yield changed(
      Buffer.concat([bytes, Buffer.from(end)]),
      "body_trailing_newline",
      "the body with a line break at its end",
      "the sender signs a line break that it does not send, or something on the way removes it: sign exactly the bytes that are sent",
    );
  }
  const cut = bytes.toString("latin1").replace(/[\r\n]+$/, "");
  if (cut.length < bytes.length) {
    yield changed(
      bytes.subarray(0, cut.length),
      "body_trailing_newline",
      "the body without the line break at its end",
      "the line break was added after signing (curl's `-d @file` and heredocs do that; send with `--data-binary`): send exactly the bytes that were signed",
    );
  }
  if (bytes.subarray(0, 3).equals(mark)) {
    yield changed(
      bytes.subarray(3),
      "body_byte_order_mark",
      "the body without the byte order mark at its start",
      "the mark was added after signing: send the body without it",
    );
  } else {
    yield changed(
      Buffer.concat([mark, bytes]),
      "body_byte_order_mark",
      "the body with a byte order mark at its start",
      "the sender signs a mark that it does not send, or something on the way removes it (decoding to text does): sign the body without it",
    );
  }
}

function* textVariants(text: string): Generator<Variant<Uint8Array>> {
  const unix = text.replaceAll("\r\n", "\n");
  const fits = (ends: string) => `the body with ${ends} as its line ends`;
  const remedy = "something on the way rewrites line ends: hand the bytes through as they are";
  if (unix !== text) yield changed(Buffer.from(unix), "body_line_ends", fits("line feeds"), remedy);
  if (unix.includes("\n")) {
    const dos = unix.replaceAll("\n", "\r\n");
    yield changed(Buffer.from(dos), "body_line_ends", fits("CR LF"), remedy);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of latin-1 is what it looks for
  if (/[\x80-\xff]/.test(text) && /^[\x00-\xff]*$/.test(text)) {
    yield changed(
      Buffer.from(text, "latin1"),
      "body_charset",
      "the body in latin-1",
      "one side encodes the body as latin-1, or a parser decoded it so (body-parser's text() without a charset): sign and verify the UTF-8 bytes that are sent",
    );
  }
}

function* encodedVariants(body: Uint8Array): Generator<Variant<Uint8Array>> {
  const bytes = Buffer.from(body);
  const text = bytes.toString("latin1");
  if (/^[A-Za-z0-9+/_\-\r\n]+={0,2}\s*$/.test(text)) {
    yield changed(
      Buffer.from(text, "base64"),
      "body_base64",
      "what the body is the base64 of",
      "a gateway hands the body over as base64: decode it first (`isBase64Encoded` in a Lambda event)",
    );
  }
  yield changed(
    Buffer.from(bytes.toString("base64")),
    "body_base64",
    "the base64 of the body",
    "the sender signs the base64 of what it sends: sign the bytes that are sent",
  );
  const inflated = inflate(bytes);
  if (inflated !== undefined) {
    yield changed(
      inflated,
      "body_compressed",
      "the body when it is decompressed",
      "the body was compressed after signing: send it as it was signed, or decompress it before it is verified",
    );
  } else {
    for (const compressed of compressions(bytes)) {
      yield changed(
        compressed,
        "body_compressed",
        "the body when it is compressed",
        "something decompressed the body before it was verified (express.raw() does unless `inflate: false`): verify the bytes that were sent",
      );
    }
  }
}

function inflate(bytes: Buffer): Buffer | undefined {
  const limits = { maxOutputLength: MOST_INFLATED };
  for (const way of [zlib.gunzipSync, zlib.inflateSync, zlib.inflateRawSync]) {
    try {
      const inflated = way(bytes, limits);
      // A few random bytes are a raw stream of nothing.
      if (inflated.byteLength > bytes.byteLength / 2) return inflated;
    } catch {
      // Not compressed in this way.
    }
  }
  // Brotli has no mark at its start, so only a whole JSON text counts.
  try {
    const inflated = zlib.brotliDecompressSync(bytes, limits);
    JSON.parse(inflated.toString("utf8"));
    return inflated;
  } catch {
    return undefined;
  }
}

/** What usual settings of usual compressors give. */
function* compressions(bytes: Buffer): Generator<Buffer> {
  for (const level of [-1, 9, 1]) {
    const gzip = zlib.gzipSync(bytes, { level });
    yield gzip;
    // The tenth byte names the operating system; others write 255 for "unknown".
    yield Buffer.concat([gzip.subarray(0, 9), Buffer.from([0xff]), gzip.subarray(10)]);
    yield zlib.deflateSync(bytes, { level });
  }
}

function* jsonVariants(text: string): Generator<Variant<Uint8Array>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return;
  }
  if (typeof json !== "object" || json === null) return;
  const tried = new Set([text]);
  for (const style of jsonStyles) {
    const written = writeJson(json, style);
    if (tried.has(written)) continue;
    tried.add(written);
    yield changed(
      Buffer.from(written),
      "body_reserialised",
      `the body rewritten as JSON with ${styleInWords(style)}`,
      "one side signs other bytes than are sent: if express.json() or another parser came first, mount the webhook before it, or keep the raw bytes; a sender has to sign exactly the text that it sends",
    );
  }
}

function changed(
  value: Uint8Array,
  cause: DiagnosisCause,
  fits: string,
  remedy: string,
): Variant<Uint8Array> {
  return { value, fault: { cause, fits, remedy } };
}
