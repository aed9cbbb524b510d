import { Buffer } from "node:buffer";
import type { HeaderReader } from "../endpoint/endpoint.ts";
import { WebhookConfigError, WebhookError } from "../endpoint/errors.ts";
import { requireWithin } from "./guards/internal/within.ts";
import { bodyBytes, keyPreparer, prepareKeys } from "./internal/keys.ts";
import { requireMatch } from "./internal/require-match.ts";
import { DEFAULT_TOLERANCE, readUnixSeconds, secondsToSign } from "./internal/signed-time.ts";
import { checkVerifyOptions } from "./internal/verify-options.ts";
import type { SignatureScheme } from "./types.ts";

const expectation = "expected the header webhook-signature as v1,<base64 of 32 bytes>";
// A full stop would let an id run into the time that is signed after it (Standard Webhooks, "Signature scheme").
const usableId = /^[\x21-\x2d\x2f-\x7e]+$/;

/**
 * The symmetric signature of Standard Webhooks 1.0: `webhook-signature: v1,<base64>`, the HMAC-SHA256 of `webhook-id`,
 * `webhook-timestamp` and the body, joined by full stops.
 *
 * A key given as text is base64 of at least 24 bytes, with or without `whsec_` before it and padding after it; bytes are the key as it is. The header may hold several
 * signatures with a space between them, one of which has to match; versions other than `v1` (such as `v1a`) are ignored next to
 * one, and `signature_unsupported` alone. An id with a full stop is `signature_malformed`, as the specification warns of them.
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
export const standardWebhooks: SignatureScheme<"standardWebhooks"> = {
  name: "standardWebhooks",
  prepareKey: keyPreparer("standardWebhooks", "sha256", decodeSecret),
  sign({ body, timestamp, id }, key) {
    if (typeof id !== "string" || !usableId.test(id)) {
      throw new WebhookConfigError(
        "standardWebhooks: expected id as printable ASCII text without spaces and full stops, and the same for each retry of a message",
      );
    }
    const seconds = secondsToSign("standardWebhooks", timestamp);
    const prepared = standardWebhooks.prepareKey(key);
    const mac = prepared.digestText(`${id}.${seconds}.`, bodyBytes(body), "base64");
    return {
      "webhook-id": id,
      "webhook-timestamp": seconds,
      "webhook-signature": `v1,${mac}`,
    };
  },
  verify({ headers, body }, keys, options) {
    const prepared = prepareKeys(standardWebhooks, keys);
    const { now, tolerance = DEFAULT_TOLERANCE } = checkVerifyOptions("standardWebhooks", options);
    const signatures = readSignatures(headers.get("webhook-signature"));
    const id = readId(headers);
    const seconds = readUnixSeconds(headers, "webhook-timestamp");
    requireMatch(prepared, `${id}.${seconds}.`, body, signatures);
    requireWithin(Number(seconds) * 1000, now, tolerance);
  },
};

function readSignatures(header: string | null | undefined): Uint8Array[] {
  if (header === null || header === undefined || header === "") {
    throw new WebhookError("signature_missing", `${expectation}, got none`);
  }
  const signatures: Uint8Array[] = [];
  for (const entry of header.split(" ")) {
    // A comma at the end is what joining two headers leaves.
    const [, version, signature] = /^([^,]+),([^,]+)$/.exec(entry) ?? [];
    if (version === undefined || signature === undefined) {
      throw new WebhookError("signature_malformed", `${expectation}, got an entry of another form`);
    }
    if (version !== "v1") continue;
    const bytes = decodeBase64(signature);
    if (bytes?.byteLength !== 32) {
      throw new WebhookError(
        "signature_malformed",
        `${expectation}, got a v1 that is not base64 of 32 bytes`,
      );
    }
    signatures.push(bytes);
  }
  if (signatures.length === 0) {
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

/** Bytes that a key has at least (Standard Webhooks, "Secret"); a password that happens to be base64 is shorter. */
const shortestKey = 24;

function decodeSecret(key: string): Uint8Array {
  if (key.startsWith("whsk_") || key.startsWith("whpk_")) {
    throw wrongKey("got one for asymmetric signatures, which are not supported");
  }
  if (key.startsWith("v1,whsec_")) {
    throw wrongKey("got one with v1, before it (as Supabase shows it); leave the v1, out");
  }
  const base64 = key.startsWith("whsec_") ? key.slice("whsec_".length) : key;
  const bytes = decodeBase64(base64) ?? decodeBase64(padded(base64));
  if (bytes === undefined) throw wrongKey("got text that is not base64; pass bytes if it is not");
  if (bytes.byteLength < shortestKey) {
    throw wrongKey(`got ${bytes.byteLength} bytes; pass bytes if the key is not base64`);
  }
  return bytes;
}

function wrongKey(problem: string): WebhookConfigError {
  return new WebhookConfigError(
    `standardWebhooks: expected the key as base64 of at least ${shortestKey} bytes, with or without whsec_ before it, ${problem}`,
  );
}

/** Secret managers and environments cut off the equals signs at the end. */
function padded(base64: string): string {
  return base64.padEnd(Math.ceil(base64.length / 4) * 4, "=");
}

/** Node skips what is not base64; only canonical text encodes back to itself. */
function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}
