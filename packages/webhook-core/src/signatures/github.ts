import { readHexSignature } from "./internal/hex-signature.ts";
import { bodyBytes, keyPreparer, prepareKeys } from "./internal/keys.ts";
import { requireMatch } from "./internal/require-match.ts";
import { checkVerifyOptions } from "./internal/verify-options.ts";
import type { HmacKey, SignatureScheme } from "./types.ts";

const format = {
  header: "X-Hub-Signature-256",
  key: "x-hub-signature-256",
  label: "sha256",
  size: 32,
} as const;

/**
 * GitHub's signature: `X-Hub-Signature-256: sha256=<hex>`, the HMAC-SHA256 of the body ("Validating webhook deliveries" in GitHub's documentation).
 *
 * The older `X-Hub-Signature` (SHA-1), which GitHub still sends beside it, is not looked at.
 *
 * @example
 * ```ts
 * import { github } from "@clustaar/webhook-core/signatures";
 *
 * const body = new TextEncoder().encode("Hello, World!");
 * const headers = github.sign({ body, timestamp: Date.now() }, "It's a Secret to Everybody");
 * console.log(headers["x-hub-signature-256"]); // "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
 * github.verify({ headers: new Headers(headers), body }, "It's a Secret to Everybody");
 * ```
 */
export const github: SignatureScheme<"github", HmacKey> = {
  name: "github",
  prepareKey: keyPreparer("github", "sha256"),
  sign({ body }, key) {
    const mac = github.prepareKey(key).digest("", bodyBytes(body)).toString("hex");
    return { "x-hub-signature-256": `sha256=${mac}` };
  },
  verify({ headers, body }, keys, options) {
    const prepared = prepareKeys(github, keys);
    checkVerifyOptions("github", options);
    requireMatch(prepared, "", body, [readHexSignature(headers, format)]);
  },
};
