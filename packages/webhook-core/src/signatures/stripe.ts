import { WebhookError } from "../endpoint/errors.ts";
import { requireWithin } from "./guards/internal/within.ts";
import { decodeHex } from "./internal/hex.ts";
import { bodyBytes, keyPreparer, prepareKeys } from "./internal/keys.ts";
import { requireMatch } from "./internal/require-match.ts";
import { DEFAULT_TOLERANCE, isUnixSeconds, secondsToSign } from "./internal/signed-time.ts";
import { checkVerifyOptions } from "./internal/verify-options.ts";
import type { HmacKey, SignatureScheme } from "./types.ts";

const expectation =
  "expected the header Stripe-Signature as t=<seconds since 1970>,v1=<64 hex digits>";

/**
 * Stripe's signature: `Stripe-Signature: t=<seconds>,v1=<hex>`, the HMAC-SHA256 of the seconds, a full stop and the body
 * ("Verify webhook signatures manually" in Stripe's documentation).
 *
 * There may be several `v1`, in any order, one of which has to match; schemes other than `v1` are ignored next to one, and
 * `signature_unsupported` alone. The key is the whole `whsec_...` text. A missing or unreadable `t` is `signature_malformed`.
 *
 * @example
 * ```ts
 * import { stripe } from "@clustaar/webhook-core/signatures";
 *
 * const now = Date.UTC(2026, 10, 22, 10);
 * const body = new TextEncoder().encode("{}");
 * const headers = stripe.sign({ body, timestamp: now }, "whsec_test");
 * console.log(headers["stripe-signature"]?.startsWith("t=1795341600,v1=")); // true
 * stripe.verify({ headers: new Headers(headers), body }, "whsec_test", { now });
 * ```
 */
export const stripe: SignatureScheme<"stripe", HmacKey> = {
  name: "stripe",
  prepareKey: keyPreparer("stripe", "sha256"),
  sign({ body, timestamp }, key) {
    const seconds = secondsToSign("stripe", timestamp);
    const mac = stripe.prepareKey(key).digest(`${seconds}.`, bodyBytes(body)).toString("hex");
    return { "stripe-signature": `t=${seconds},v1=${mac}` };
  },
  verify({ headers, body }, keys, options) {
    const prepared = prepareKeys(stripe, keys);
    const { now, tolerance = DEFAULT_TOLERANCE } = checkVerifyOptions("stripe", options);
    const { seconds, signatures } = readHeader(headers.get("stripe-signature"));
    requireMatch(prepared, `${seconds}.`, body, signatures);
    requireWithin(Number(seconds) * 1000, now, tolerance);
  },
};

interface StripeHeader {
  /** As written, since that is what was signed. */
  readonly seconds: string;
  readonly signatures: readonly Uint8Array[];
}

function readHeader(header: string | null | undefined): StripeHeader {
  if (header === null || header === undefined || header === "") {
    throw new WebhookError("signature_missing", `${expectation}, got none`);
  }
  let seconds: string | undefined;
  let otherScheme = false;
  const signatures: Uint8Array[] = [];
  for (const item of header.split(",")) {
    const [, key, value] = /^([a-z]\w*)=(.+)$/.exec(item) ?? [];
    if (key === undefined || value === undefined) throw malformed("got a part without = or name");
    if (key === "t") {
      // Two times come from two headers joined, and only one of them was signed.
      if (seconds !== undefined) throw malformed("got more than one t");
      if (!isUnixSeconds(value)) throw malformed("got a t that is not a whole number of seconds");
      seconds = value;
    } else if (key === "v1") {
      const signature = decodeHex(value, 0, 32);
      if (signature === undefined) throw malformed("got a v1 that is not 64 hex digits");
      signatures.push(signature);
    } else if (/^v\d+$/.test(key)) {
      otherScheme = true;
    }
  }
  if (signatures.length === 0) {
    if (!otherScheme) throw malformed("got no v1");
    throw new WebhookError("signature_unsupported", `${expectation}, got other schemes only`);
  }
  if (seconds === undefined) throw malformed("got no t");
  return { seconds, signatures };
}

function malformed(problem: string): WebhookError {
  return new WebhookError("signature_malformed", `${expectation}, ${problem}`);
}
