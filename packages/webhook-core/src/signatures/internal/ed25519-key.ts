import { Buffer } from "node:buffer";
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { hasBrand } from "../../endpoint/brand.ts";

/** An Ed25519 key prepared once for one scheme by its `prepareKey`; it shows nothing of the secret to logs and JSON. */
export interface Ed25519Key {
  /** The name of the scheme this key was prepared for; the others refuse it. */
  readonly scheme: string;
  /**
   * Signs `prefix`, as UTF-8, followed by `body` (RFC 8032); undefined: the key is a public one.
   *
   * @internal
   */
  readonly sign: ((prefix: string, body: Uint8Array) => Buffer) | undefined;
  /**
   * Whether a signature is that of `prefix` and `body`.
   *
   * @internal
   */
  verifies(prefix: string, body: Uint8Array, signature: Uint8Array): boolean;
}

/** Marks a prepared key, whichever copy of this package prepared it. */
const brand = Symbol.for("@clustaar/webhook-core/ed25519-key");
/** What precedes the 32 bytes of a private key in PKCS #8, and of a public one in SPKI (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

/** The key itself; it stands in a `KeyObject`, which Node keeps outside of JavaScript. */
export class PreparedEd25519Key implements Ed25519Key {
  readonly scheme: string;
  readonly sign: Ed25519Key["sign"];
  readonly #public: KeyObject;

  private constructor(scheme: string, publicKey: KeyObject, sign?: Ed25519Key["sign"]) {
    this.scheme = scheme;
    this.#public = publicKey;
    this.sign = sign;
  }

  /** A key to verify with, of 32 bytes. */
  static ofPublic(scheme: string, bytes: Uint8Array): PreparedEd25519Key {
    const der = Buffer.concat([SPKI, bytes]);
    return new PreparedEd25519Key(
      scheme,
      createPublicKey({ key: der, format: "der", type: "spki" }),
    );
  }

  /** A key to sign and verify with, of 32 bytes. */
  static ofSeed(scheme: string, seed: Uint8Array): PreparedEd25519Key {
    const der = Buffer.concat([PKCS8, seed]);
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    return new PreparedEd25519Key(scheme, createPublicKey(key), (prefix, body) =>
      sign(null, joined(prefix, body), key),
    );
  }

  verifies(prefix: string, body: Uint8Array, signature: Uint8Array): boolean {
    return verify(null, joined(prefix, body), this.#public, signature);
  }
}

Object.defineProperty(PreparedEd25519Key.prototype, brand, { value: true });

/** Whether a value is a prepared Ed25519 key. */
export function isEd25519Key(value: unknown): value is Ed25519Key {
  return hasBrand(value, brand);
}

function joined(prefix: string, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(prefix, "utf8"), body]);
}
