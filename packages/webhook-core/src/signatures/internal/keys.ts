import { WebhookConfigError } from "../../endpoint/errors.ts";
import type { SignatureScheme, SigningKey } from "../types.ts";
import { type HmacAlgorithm, HmacKey } from "./hmac-key.ts";

/** Makes a scheme's `prepareKey`; `toBytes` says how a key given as text is read. */
export function keyPreparer(
  scheme: string,
  algorithm: HmacAlgorithm,
  toBytes: (key: string) => Uint8Array = (key) => Buffer.from(key, "utf8"),
): (key: SigningKey) => HmacKey {
  return function prepareKey(key) {
    if (key instanceof HmacKey) {
      if (key.scheme === scheme) return key;
      throw new WebhookConfigError(
        `${scheme}: expected a key prepared for ${scheme}, got one prepared for ${key.scheme}; prepare it with ${scheme}.prepareKey`,
      );
    }
    if (typeof key === "string") return new HmacKey(scheme, algorithm, toBytes(key));
    if (key instanceof Uint8Array) return new HmacKey(scheme, algorithm, key);
    throw new WebhookConfigError(
      `${scheme}: expected a signing key as text, bytes or a prepared key, got ${key === null ? "null" : typeof key}; is an environment variable unset?`,
    );
  };
}

/** Prepares every key of a rotation; there has to be one, and none may be empty. */
export function prepareKeys(
  scheme: Pick<SignatureScheme, "name" | "prepareKey">,
  keys: readonly SigningKey[],
): HmacKey[] {
  if (!Array.isArray(keys) || keys.length === 0) {
    throw new WebhookConfigError(
      `${scheme.name}: expected a list of at least one signing key, got ${Array.isArray(keys) ? "an empty list" : typeof keys}`,
    );
  }
  return keys.map(scheme.prepareKey);
}

/** The bytes of a body that is being signed. */
export function bodyBytes(body: Uint8Array | string): Uint8Array {
  return typeof body === "string" ? Buffer.from(body, "utf8") : body;
}
