import { WebhookConfigError } from "../endpoint/errors.ts";
import { readHexSignature } from "./internal/hex-signature.ts";
import { bodyBytes, keyPreparer, prepareKeys } from "./internal/keys.ts";
import { latin1Bytes, latin1OfUtf8 } from "./internal/latin1.ts";
import { requireMatch } from "./internal/require-match.ts";
import { checkVerifyOptions } from "./internal/verify-options.ts";
import type { HmacKey, SignatureScheme, SigningKey } from "./types.ts";

const format = { header: "Preservica-Signature", key: "preservica-signature", size: 32 } as const;

/**
 * What precedes the body in the text that Preservica signs for an event: a challenge code that begins with it must not
 * be answered, since the answer would be the signature of an event.
 *
 * @example
 * ```ts
 * import { preservicaEventPrefix } from "@clustaar/webhook-core/signatures";
 *
 * console.log(preservicaEventPrefix); // "preservica-webhook-auth"
 * ```
 */
export const preservicaEventPrefix = "preservica-webhook-auth";

/**
 * Preservica's signature: `Preservica-Signature`, the HMAC-SHA256 of `preservica-webhook-auth` and the body in bare hex.
 *
 * @example
 * ```ts
 * import { preservica } from "@clustaar/webhook-core/signatures";
 *
 * const body = new TextEncoder().encode("{}");
 * const headers = preservica.sign({ body, timestamp: Date.now() }, "test");
 * console.log(headers["preservica-signature"]); // "6d96fe77abd92a964a5580f7a46e99efdd1912cb391cee493f92ff608e4aedb3"
 * preservica.verify({ headers: new Headers(headers), body }, "test");
 * ```
 */
export const preservica: SignatureScheme<"preservica", HmacKey> = {
  name: "preservica",
  prepareKey: keyPreparer("preservica", "sha256"),
  sign({ body }, key) {
    const mac = preservica
      .prepareKey(key)
      .digest(preservicaEventPrefix, bodyBytes(body))
      .toString("hex");
    return { "preservica-signature": mac };
  },
  verify({ headers, body }, keys, options) {
    const prepared = prepareKeys(preservica, keys);
    checkVerifyOptions("preservica", options);
    requireMatch(prepared, preservicaEventPrefix, body, [readHexSignature(headers, format)]);
  },
};

/**
 * {@link preservica} over latin-1: a key given as text, and a body that travels as UTF-8, are both signed as their latin-1 bytes.
 *
 * For senders that sign for the original Python receiver; the same as `preservica` for ASCII.
 * A body that has no latin-1 form is `signature_invalid`, since nobody can have signed it.
 *
 * @example
 * ```ts
 * import { preservicaLatin1 } from "@clustaar/webhook-core/signatures";
 *
 * const body = new TextEncoder().encode("{}");
 * const headers = preservicaLatin1.sign({ body, timestamp: Date.now() }, "clé-privée");
 * console.log(headers["preservica-signature"]); // "119a14c7ef3b2923d86c082d3a483d8e6460bb18d3412a4ec56e8899dee9f44b"
 * preservicaLatin1.verify({ headers: new Headers(headers), body }, "clé-privée");
 * ```
 */
export const preservicaLatin1: SignatureScheme<"preservicaLatin1", HmacKey> = {
  name: "preservicaLatin1",
  prepareKey: keyPreparer("preservicaLatin1", "sha256", (key) => latin1OrRefuse(key, "the key")),
  sign({ body }, key) {
    const bytes = latin1OfUtf8(bodyBytes(body));
    if (bytes === undefined) throw notLatin1("the body");
    const mac = preservicaLatin1.prepareKey(key).digest(preservicaEventPrefix, bytes);
    return { "preservica-signature": mac.toString("hex") };
  },
  verify({ headers, body }, keys, options) {
    const prepared = prepareKeys(preservicaLatin1, keys);
    checkVerifyOptions("preservicaLatin1", options);
    const signature = readHexSignature(headers, format);
    const bytes = latin1OfUtf8(body);
    requireMatch(
      prepared,
      preservicaEventPrefix,
      bytes ?? body,
      bytes === undefined ? [] : [signature],
    );
  },
};

/**
 * Answers Preservica's challenge to a new subscription: the HMAC-SHA256 of the challenge code, in hex.
 *
 * @throws WebhookConfigError `config_invalid` when the secret is empty, or with `legacyLatin1` when either text has no latin-1 form.
 *
 * @example
 * ```ts
 * import { preservicaChallengeResponse } from "@clustaar/webhook-core/signatures";
 *
 * const answer = preservicaChallengeResponse("abc123", "test");
 * console.log(answer); // "a82bb2d873e1b29f327ab40c95edfd441f557843f110a0d45769dc3f1d0d618c"
 * ```
 */
export function preservicaChallengeResponse(
  challengeCode: string,
  secret: SigningKey,
  { legacyLatin1 = false }: { readonly legacyLatin1?: boolean } = {},
): string {
  if (legacyLatin1) {
    const code = latin1OrRefuse(challengeCode, "the challenge code");
    return preservicaLatin1.prepareKey(secret).digest("", code).toString("hex");
  }
  return preservica.prepareKey(secret).digest(challengeCode, new Uint8Array()).toString("hex");
}

function latin1OrRefuse(text: string, what: string): Uint8Array {
  const bytes = latin1Bytes(text);
  if (bytes === undefined) throw notLatin1(what);
  return bytes;
}

function notLatin1(what: string): WebhookConfigError {
  return new WebhookConfigError(
    `preservicaLatin1: expected ${what} as latin-1 text (characters up to U+00FF); sign with preservica instead`,
  );
}
