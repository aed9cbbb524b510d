import type { HeaderReader } from "../endpoint/endpoint.ts";
import { WebhookConfigError, WebhookError } from "../endpoint/errors.ts";
import { requireWithin } from "./guards/internal/within.ts";
import { type Ed25519Key, isEd25519Key } from "./internal/ed25519-key.ts";
import type { HmacKey } from "./internal/hmac-key.ts";
import { bodyBytes, prepareKeys } from "./internal/keys.ts";
import { countMatches, noMatch } from "./internal/require-match.ts";
import { DEFAULT_TOLERANCE, readUnixSeconds, secondsToSign } from "./internal/signed-time.ts";
import { decodeBase64, prepareStandardKey } from "./internal/standard-keys.ts";
import { checkVerifyOptions } from "./internal/verify-options.ts";
import type { PreparedKey, SignatureScheme } from "./types.ts";

/** The versions of a signature, and how many bytes each has. */
const sizes = { v1: 32, v1a: 64 } as const;
type Version = keyof typeof sizes;
/** Each one costs a pass over the body, and a sender has two keys at most while it changes them. */
const mostAsymmetric = 4;
// A full stop would let an id run into the time that is signed after it (Standard Webhooks, "Signature scheme").
const usableId = /^[\x21-\x2d\x2f-\x7e]+$/;

/**
 * The signatures of Standard Webhooks 1.0 over `webhook-id`, `webhook-timestamp` and the body, joined by full stops:
 * `webhook-signature: v1,<base64>` is their HMAC-SHA256, and `v1a,<base64>` their Ed25519 signature.
 *
 * A shared key given as text is base64 of at least 24 bytes, with or without `whsec_` before it and padding after it; bytes are the key as it is.
 * `v1a` is verified with the sender's public key, `whpk_` and base64 of 32 bytes, and signed with a `whsk_` key. The header may hold several
 * signatures with a space between them, one of which has to match; versions that none of the keys is for are ignored, and
 * `signature_unsupported` alone. An id with a full stop is `signature_malformed`, as the specification warns of them.
 *
 * @example
 * ```ts
 * import { standardWebhooks } from "@clustaar/webhook-core/signatures";
 *
 * const key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
 * const body = new TextEncoder().encode('{"test": 2432232314}');
 * const now = 1614265330_000;
 * const headers = standardWebhooks.sign({ body, timestamp: now, id: "msg_p5jXN8AQM9LWM0D4loKWxJek" }, key);
 * console.log(headers["webhook-signature"]); // "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
 * standardWebhooks.verify({ headers: new Headers(headers), body }, key, { now });
 * ```
 */
export const standardWebhooks: SignatureScheme<"standardWebhooks", PreparedKey> = {
  name: "standardWebhooks",
  prepareKey: prepareStandardKey,
  sign({ body, timestamp, id }, key) {
    if (typeof id !== "string" || !usableId.test(id)) {
      throw new WebhookConfigError(
        "standardWebhooks: expected id as printable ASCII text without spaces and full stops, and the same for each retry of a message",
      );
    }
    const seconds = secondsToSign("standardWebhooks", timestamp);
    const prepared = standardWebhooks.prepareKey(key);
    return {
      "webhook-id": id,
      "webhook-timestamp": seconds,
      "webhook-signature": signatureOf(prepared, `${id}.${seconds}.`, bodyBytes(body)),
    };
  },
  verify({ headers, body }, keys, options) {
    const prepared = prepareKeys(standardWebhooks, keys);
    const { now, tolerance = DEFAULT_TOLERANCE } = checkVerifyOptions("standardWebhooks", options);
    const shared = prepared.filter((key): key is HmacKey => !isEd25519Key(key));
    const asymmetric = prepared.filter(isEd25519Key);
    const versions: Version[] = [
      ...(shared.length > 0 ? ["v1" as const] : []),
      ...(asymmetric.length > 0 ? ["v1a" as const] : []),
    ];
    const { v1, v1a } = readSignatures(headers.get("webhook-signature"), versions);
    const id = readId(headers);
    const seconds = readUnixSeconds(headers, "webhook-timestamp");
    const prefix = `${id}.${seconds}.`;
    const matches = countMatches(shared, prefix, body, v1);
    if (matches === 0 && !anyVerifies(asymmetric, prefix, body, v1a)) throw noMatch();
    requireWithin(Number(seconds) * 1000, now, tolerance);
  },
};

function signatureOf(key: PreparedKey, prefix: string, body: Uint8Array): string {
  if (!isEd25519Key(key)) return `v1,${key.digestText(prefix, body, "base64")}`;
  if (key.sign) return `v1a,${key.sign(prefix, body).toString("base64")}`;
  throw new WebhookConfigError(
    "standardWebhooks: expected a key to sign with, got a public one (whpk_); sign with the whsk_ key that belongs to it",
  );
}

/** What is compared is known to everybody, so that the time taken tells nothing. */
function anyVerifies(
  keys: readonly Ed25519Key[],
  prefix: string,
  body: Uint8Array,
  signatures: readonly Uint8Array[],
): boolean {
  return keys.some((key) => signatures.some((one) => key.verifies(prefix, body, one)));
}

function readSignatures(
  header: string | null | undefined,
  versions: readonly Version[],
): Record<Version, Uint8Array[]> {
  const forms = versions.map((version) => `${version},<base64 of ${sizes[version]} bytes>`);
  const expectation = `expected the header webhook-signature as ${forms.join(" or ")}`;
  if (header === null || header === undefined || header === "") {
    throw new WebhookError("signature_missing", `${expectation}, got none`);
  }
  const signatures: Record<Version, Uint8Array[]> = { v1: [], v1a: [] };
  for (const entry of header.split(" ")) {
    // A comma at the end is what joining two headers leaves.
    const [, name, signature] = /^([^,]+),([^,]+)$/.exec(entry) ?? [];
    if (name === undefined || signature === undefined) {
      throw new WebhookError("signature_malformed", `${expectation}, got an entry of another form`);
    }
    const version = versions.find((one) => one === name);
    if (version === undefined) continue;
    const bytes = decodeBase64(signature);
    if (bytes?.byteLength !== sizes[version]) {
      throw new WebhookError(
        "signature_malformed",
        `${expectation}, got a ${version} that is not base64 of ${sizes[version]} bytes`,
      );
    }
    signatures[version].push(bytes);
    if (signatures.v1a.length > mostAsymmetric) {
      throw new WebhookError(
        "signature_malformed",
        `expected at most ${mostAsymmetric} signatures of v1a in the header webhook-signature, got more`,
      );
    }
  }
  if (signatures.v1.length + signatures.v1a.length === 0) {
    throw new WebhookError("signature_unsupported", `${expectation}, got other versions only`);
  }
  return signatures;
}

function readId(headers: HeaderReader): string {
  const id = headers.get("webhook-id");
  if (id === null || id === undefined || id === "") {
    throw new WebhookError(
      "signature_missing",
      "expected the header webhook-id, which is signed, got none",
    );
  }
  if (!usableId.test(id)) {
    throw new WebhookError(
      "signature_malformed",
      "expected the header webhook-id as printable ASCII text without spaces and full stops, got something else",
    );
  }
  return id;
}
