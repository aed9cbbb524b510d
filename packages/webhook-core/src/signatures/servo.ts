import { readHexSignature } from "./internal/hex-signature.ts";
import { bodyBytes, keyPreparer, prepareKeys } from "./internal/keys.ts";
import { requireMatch } from "./internal/require-match.ts";
import type { SignatureScheme } from "./types.ts";

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
 * servo.verify({ headers: new Headers(headers), body }, ["test"], Date.now());
 * ```
 */
export const servo: SignatureScheme<"servo"> = {
  name: "servo",
  prepareKey: keyPreparer("servo", "sha1"),
  sign({ body }, key) {
    return { "x-servo-signature": servo.prepareKey(key).mac("", bodyBytes(body), "hex") };
  },
  verify({ headers, body }, keys) {
    const prepared = prepareKeys(servo, keys);
    requireMatch(prepared, "", body, [readHexSignature(headers, format)]);
  },
};
