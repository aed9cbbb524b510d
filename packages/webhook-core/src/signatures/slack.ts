import { requireWithin } from "./guards/internal/within.ts";
import { readHexSignature } from "./internal/hex-signature.ts";
import { bodyBytes, keyPreparer, prepareKeys } from "./internal/keys.ts";
import { requireMatch } from "./internal/require-match.ts";
import { DEFAULT_TOLERANCE, readUnixSeconds, secondsToSign } from "./internal/signed-time.ts";
import { checkVerifyOptions } from "./internal/verify-options.ts";
import type { HmacKey, SignatureScheme } from "./types.ts";

const format = {
  header: "X-Slack-Signature",
  key: "x-slack-signature",
  label: "v0",
  size: 32,
} as const;

/**
 * Slack's signature: `X-Slack-Signature: v0=<hex>`, the HMAC-SHA256 of `v0:`, the header `X-Slack-Request-Timestamp`, a colon and the body
 * ("Verifying requests from Slack" in Slack's documentation).
 *
 * @example
 * ```ts
 * import { slack } from "@clustaar/webhook-core/signatures";
 *
 * const now = 1531420618_000;
 * const body = new TextEncoder().encode("token=xyz");
 * const headers = slack.sign({ body, timestamp: now }, "8f742231b10e8888abcd99yyyzzz85a5");
 * console.log(headers["x-slack-request-timestamp"]); // "1531420618"
 * slack.verify({ headers: new Headers(headers), body }, "8f742231b10e8888abcd99yyyzzz85a5", { now });
 * ```
 */
export const slack: SignatureScheme<"slack", HmacKey> = {
  name: "slack",
  prepareKey: keyPreparer("slack", "sha256"),
  sign({ body, timestamp }, key) {
    const seconds = secondsToSign("slack", timestamp);
    const mac = slack.prepareKey(key).digest(`v0:${seconds}:`, bodyBytes(body)).toString("hex");
    return { "x-slack-request-timestamp": seconds, "x-slack-signature": `v0=${mac}` };
  },
  verify({ headers, body }, keys, options) {
    const prepared = prepareKeys(slack, keys);
    const { now, tolerance = DEFAULT_TOLERANCE } = checkVerifyOptions("slack", options);
    const signature = readHexSignature(headers, format);
    const seconds = readUnixSeconds(headers, "X-Slack-Request-Timestamp");
    requireMatch(prepared, `v0:${seconds}:`, body, [signature]);
    requireWithin(Number(seconds) * 1000, now, tolerance);
  },
};
