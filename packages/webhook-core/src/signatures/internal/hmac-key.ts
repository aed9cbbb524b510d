import * as crypto from "node:crypto";
import { WebhookConfigError } from "../../endpoint/errors.ts";

export type HmacAlgorithm = "sha1" | "sha256";
export type DigestEncoding = "hex" | "base64" | "binary";

// SHA-1 and SHA-256 both work on blocks of 64 bytes (RFC 2104, section 2).
const blockSize = 64;
const digestSizes = { sha1: 20, sha256: 32 } as const;

// Past this the hashing itself is what costs, and joining the parts first no longer pays.
const largestScratch = 128 * 1024;

// A runtime other than Node may come without it; a named import would then fail to link.
const oneShotHash: typeof crypto.hash | undefined = crypto.hash;

/**
 * A signing key prepared once for one scheme by its `prepareKey`; opaque, and kept out of logs and JSON.
 *
 * @example
 * ```ts
 * import { clustaar, type HmacKey } from "@clustaar/webhook-core/signatures";
 *
 * const key: HmacKey = clustaar.prepareKey("s3cr3t");
 * console.log(JSON.stringify(key)); // {"scheme":"clustaar"}
 * ```
 */
export class HmacKey {
  /** The name of the scheme this key was prepared for; no other takes it. */
  readonly scheme: string;
  readonly #algorithm: HmacAlgorithm;
  readonly #secret: crypto.KeyObject;
  /** The inner pad, then room for the message. */
  #inner: Buffer;
  /** The outer pad, then room for the inner digest. */
  readonly #outer: Buffer;
  readonly #digest: Buffer;

  /** @internal Use a scheme's `prepareKey`. */
  constructor(scheme: string, algorithm: HmacAlgorithm, secret: Uint8Array) {
    if (secret.byteLength === 0) {
      throw new WebhookConfigError(
        `${scheme}: expected a signing key, got an empty one; is an environment variable unset?`,
      );
    }
    this.scheme = scheme;
    this.#algorithm = algorithm;
    this.#secret = crypto.createSecretKey(secret);
    const block =
      secret.byteLength > blockSize ? crypto.createHash(algorithm).update(secret).digest() : secret;
    this.#inner = Buffer.alloc(4096);
    this.#outer = Buffer.alloc(blockSize + digestSizes[algorithm]);
    this.#digest = Buffer.alloc(digestSizes[algorithm]);
    for (let i = 0; i < blockSize; i++) {
      const byte = block[i] ?? 0;
      this.#inner[i] = byte ^ 0x36;
      this.#outer[i] = byte ^ 0x5c;
    }
  }

  /** @internal The HMAC of `prefix` (as UTF-8) followed by `body`. */
  mac(prefix: string, body: Uint8Array, encoding: DigestEncoding): string {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    const needed = blockSize + prefix.length * 3 + body.byteLength;
    if (oneShotHash === undefined || needed > largestScratch) {
      return crypto
        .createHmac(this.#algorithm, this.#secret)
        .update(prefix)
        .update(body)
        .digest(encoding);
    }
    if (needed > this.#inner.byteLength) this.#grow(needed);
    const inner = this.#inner;
    const outer = this.#outer;
    const start = blockSize + (prefix === "" ? 0 : inner.write(prefix, blockSize));
    inner.set(body, start);
    // Two one-shot hashes over padded blocks are the HMAC of RFC 2104, without a stream object to set up.
    const digest = oneShotHash(
      this.#algorithm,
      inner.subarray(0, start + body.byteLength),
      "binary",
    );
    outer.write(digest, blockSize, "binary");
    return oneShotHash(this.#algorithm, outer, encoding);
  }

  /** @internal The HMAC as bytes, which the next call writes over. */
  digest(prefix: string, body: Uint8Array): Uint8Array {
    const binary = this.mac(prefix, body, "binary");
    // Written out: for this few bytes cheaper than Buffer's own decoding.
    for (let i = 0; i < binary.length; i++) this.#digest[i] = binary.charCodeAt(i);
    return this.#digest;
  }

  #grow(needed: number): void {
    const larger = Buffer.alloc(2 ** Math.ceil(Math.log2(needed)));
    this.#inner.copy(larger, 0, 0, blockSize);
    this.#inner = larger;
  }
}
