import { Buffer } from "node:buffer";
import type { Variant } from "./variant.ts";

/** A key as given, and each way in which it may have been copied or read wrongly on one of the two sides. */
export function* keyVariants(
  key: string | Uint8Array,
  own: Uint8Array,
): Generator<Variant<Uint8Array>> {
  yield { value: own };
  for (const [end, name] of ends) yield withEnd(own, end, name);
  if (typeof key !== "string") return;
  if (key.trim() !== key) {
    yield {
      value: utf8(key.trim()),
      fault: {
        cause: "key_whitespace",
        fits: "the key without the white space around it",
        remedy: "our copy of the key has white space at one end: trim it where the key is read",
      },
    };
  }
  yield* quotedVariants(key);
  yield* encodedVariants(key);
}

const ends: readonly (readonly [string, string])[] = [
  ["\n", "a line feed"],
  ["\r\n", "a carriage return and a line feed"],
  [" ", "a space"],
  ["\t", "a tab"],
];

function withEnd(key: Uint8Array, end: string, name: string): Variant<Uint8Array> {
  return {
    value: Buffer.concat([key, utf8(end)]),
    fault: {
      cause: "key_whitespace",
      fits: `the key with ${name} at its end`,
      remedy:
        "the sender's copy of the key has it (`echo` and text editors add one): enter the key there again without it",
    },
  };
}

function* quotedVariants(key: string): Generator<Variant<Uint8Array>> {
  for (const quote of ['"', "'"]) {
    if (key.length > 2 && key.startsWith(quote) && key.endsWith(quote)) {
      yield {
        value: utf8(key.slice(1, -1)),
        fault: {
          cause: "key_quoted",
          fits: `the key without the ${quote} around it`,
          remedy:
            "our copy of the key is quoted: remove the quotes from the environment file (docker's --env-file keeps them)",
        },
      };
    }
    yield {
      value: utf8(`${quote}${key}${quote}`),
      fault: {
        cause: "key_quoted",
        fits: `the key with ${quote} around it`,
        remedy: "the sender's copy of the key is quoted: enter it there again without the quotes",
      },
    };
  }
}

function* encodedVariants(key: string): Generator<Variant<Uint8Array>> {
  const bare = key.replace(/^whsec_/, "");
  if (bare !== key) {
    for (const [text, what] of [
      [key, "the key as text, `whsec_` included"],
      [bare, "what follows `whsec_`, as text"],
    ] as const) {
      yield encoded(
        utf8(text),
        what,
        "one side does not decode it: what follows `whsec_` is base64",
      );
    }
  }
  if (/^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(bare)) {
    yield encoded(Buffer.from(bare, "base64"), "the bytes that the key is the base64 of", decodes);
  }
  if (/^(?:[0-9A-Fa-f]{2}){4,}$/.test(bare)) {
    yield encoded(Buffer.from(bare, "hex"), "the bytes that the key is the hex of", decodes);
  }
  yield encoded(
    utf8(bare),
    "the key as plain text",
    "one side decodes the key and the other does not",
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of latin-1 is what it looks for
  if (/[\x80-\xff]/.test(key) && /^[\x00-\xff]*$/.test(key)) {
    yield encoded(
      Buffer.from(key, "latin1"),
      "the key in latin-1",
      "one side reads the key as latin-1: both have to use its UTF-8 bytes",
    );
  }
}

const decodes =
  "one side decodes the key and the other signs with its text: give both the same, most simply the key as bytes here";

function encoded(value: Uint8Array, fits: string, remedy: string): Variant<Uint8Array> {
  return { value, fault: { cause: "key_encoding", fits, remedy } };
}

function utf8(text: string): Buffer {
  return Buffer.from(text, "utf8");
}
