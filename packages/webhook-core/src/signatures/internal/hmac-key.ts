import type { Buffer } from "node:buffer";
import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { hasBrand } from "../../endpoint/brand.ts";
import { WebhookConfigError } from "../../endpoint/errors.ts";

export type HmacAlgorithm = "sha1" | "sha256";

/** A signing key prepared once for one scheme by its `prepareKey`; it shows nothing of the secret to logs and JSON. */
export interface HmacKey {
  /** The name of the scheme this key was prepared for; the others refuse it. */
  readonly scheme: string;
  /**
   * Computes the HMAC (RFC 2104) of `prefix`, as UTF-8, followed by `body`.
   *
   * @internal
   */
  digest(prefix: string, body: Uint8Array): Buffer;
}

/** Marks a prepared key, whichever copy of this package prepared it. */
const brand = Symbol.for("@clustaar/webhook-core/hmac-key");

/** The key itself; the secret stands in a `KeyObject`, which Node keeps outside of JavaScript. */
export class PreparedHmacKey implements HmacKey {
  readonly scheme: string;
  readonly #algorithm: HmacAlgorithm;
  readonly #secret: KeyObject;

  constructor(scheme: string, algorithm: HmacAlgorithm, secret: Uint8Array) {
    if (secret.byteLength === 0) {
      throw new WebhookConfigError(
        `${scheme}: expected a signing key, got an empty one; is an environment variable not set?`,
      );
    }
    this.scheme = scheme;
    this.#algorithm = algorithm;
    this.#secret = createSecretKey(secret);
  }

  digest(prefix: string, body: Uint8Array): Buffer {
    return createHmac(this.#algorithm, this.#secret).update(prefix).update(body).digest();
  }
}

Object.defineProperty(PreparedHmacKey.prototype, brand, { value: true });

/** Whether a value is a prepared key. */
export function isHmacKey(value: unknown): value is HmacKey {
  return hasBrand(value, brand);
}
