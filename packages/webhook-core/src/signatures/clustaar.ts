import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { checkAge } from "./guards/age.ts";
import { formatHttpDate } from "./guards/http-date.ts";
import { readHexSignature } from "./internal/hex-signature.ts";
import { bodyBytes, keyPreparer, prepareKeys } from "./internal/keys.ts";
import { requireMatch } from "./internal/require-match.ts";
import { checkVerifyOptions } from "./internal/verify-options.ts";
import type { HmacKey, SignatureScheme } from "./types.ts";

const format = {
  header: "X-Hub-Signature",
  key: "x-hub-signature",
  label: "sha1",
  size: 20,
} as const;

/**
 * The Clustaar platform's signature: `X-Hub-Signature: sha1=<hex>`, the HMAC-SHA1 of `date=`, the Date header, a line feed and the body.
 *
 * As the platform does, a request without a Date header is signed with the text `date=None`.
 *
 * @example
 * ```ts
 * import { clustaar } from "@clustaar/webhook-core/signatures";
 *
 * const body = new TextEncoder().encode("{}");
 * const headers = clustaar.sign({ body, timestamp: Date.UTC(2026, 10, 22, 10) }, "test");
 * console.log(headers.date); // "Sun, 22 Nov 2026 10:00:00 GMT"
 * console.log(headers["x-hub-signature"]); // "sha1=7b795193ec8e679fecf7c90c6b4c29763b340ee5"
 * clustaar.verify({ headers: new Headers(headers), body }, "test");
 * ```
 */
export const clustaar: SignatureScheme<"clustaar", HmacKey> = {
  name: "clustaar",
  prepareKey: keyPreparer("clustaar", "sha1"),
  sign({ body, timestamp }, key) {
    const date = formatHttpDate(timestamp);
    const mac = clustaar
      .prepareKey(key)
      .digest(signedPrefix(date), bodyBytes(body))
      .toString("hex");
    return { date, "x-hub-signature": `sha1=${mac}` };
  },
  verify({ headers, body }, keys, options) {
    const prepared = prepareKeys(clustaar, keys);
    const { now, tolerance } = checkVerifyOptions("clustaar", options);
    verifyPrepared({ headers, body }, prepared);
    if (tolerance !== undefined) checkAge(headers.get("date"), now, tolerance);
  },
};

/**
 * Verifies with keys that {@link clustaar} has prepared.
 *
 * @throws WebhookError 401 `signature_missing`, `signature_malformed`, `signature_unsupported` or `signature_invalid`.
 */
export function verifyPrepared(
  { headers, body }: Pick<WebhookRequest, "headers" | "body">,
  keys: readonly HmacKey[],
): void {
  const signature = readHexSignature(headers, format);
  requireMatch(keys, signedPrefix(headers.get("date")), body, [signature]);
}

function signedPrefix(date: string | null | undefined): string {
  return `date=${date ?? "None"}\n`;
}
