import { readHexSignature } from "./internal/hex-signature.ts";
import { bodyBytes, keyPreparer, prepareKeys } from "./internal/keys.ts";
import { requireMatch } from "./internal/require-match.ts";
import { checkVerifyOptions } from "./internal/verify-options.ts";
import type { HmacKey, SignatureScheme } from "./types.ts";

const format = { header: "X-Servo-Signature", key: "x-servo-signature", size: 20 } as const;

/**
 * Servo's signature: `X-Servo-Signature`, the HMAC-SHA1 of the body in bare hex.
 *
 * @example
 * ```ts
 * import { servo } from "@clustaar/webhook-core/signatures";
 *
 * const body = new TextEncoder().encode("{}");
 * const headers = servo.sign({ body, timestamp: Date.now() }, "test");
 * console.log(headers["x-servo-signature"]); // "7876c938d38e99b954b3d839c7bafb343d29e776"
 * servo.verify({ headers: new Headers(headers), body }, "test");
 * ```
 */
export const servo: SignatureScheme<"servo", HmacKey> = {
  name: "servo",
  prepareKey: keyPreparer("servo", "sha1"),
  sign({ body }, key) {
    const prepared = servo.prepareKey(key);
    return { "x-servo-signature": prepared.digestText("", bodyBytes(body), "hex") };
  },
  verify({ headers, body }, keys, options) {
    const prepared = prepareKeys(servo, keys);
    checkVerifyOptions("servo", options);
    requireMatch(prepared, "", body, [readHexSignature(headers, format)]);
  },
};
