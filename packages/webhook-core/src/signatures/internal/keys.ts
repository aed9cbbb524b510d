import { Buffer } from "node:buffer";
import { types } from "node:util";
import { WebhookConfigError } from "../../endpoint/errors.ts";
import { kindOf } from "../../endpoint/kind-of.ts";
import type { PreparedKey, SignatureScheme, SigningKey } from "../types.ts";
import { isEd25519Key } from "./ed25519-key.ts";
import { type HmacAlgorithm, type HmacKey, isHmacKey, PreparedHmacKey } from "./hmac-key.ts";

/** Makes a scheme's `prepareKey`; `toBytes` says how a key given as text is read. */
export function keyPreparer(
  scheme: string,
  algorithm: HmacAlgorithm,
  toBytes: (key: string) => Uint8Array = (key) => Buffer.from(key, "utf8"),
): (key: SigningKey) => HmacKey {
  return function prepareKey(key) {
    if (isHmacKey(key) || isEd25519Key(key)) {
      refuseOtherScheme(scheme, key.scheme);
      return key as HmacKey;
    }
    if (typeof key === "string") {
      refuseWhiteSpace(scheme, key);
      return new PreparedHmacKey(scheme, algorithm, toBytes(key));
    }
    if (types.isUint8Array(key)) return new PreparedHmacKey(scheme, algorithm, key);
    throw new WebhookConfigError(
      `${scheme}: expected a signing key as text, bytes or a prepared key, got ${kindOf(key)}; is an environment variable not set?`,
    );
  };
}

/** A key that was prepared for one scheme means nothing to another. */
export function refuseOtherScheme(scheme: string, prepared: string): void {
  if (prepared === scheme) return;
  throw new WebhookConfigError(
    `${scheme}: expected a key prepared for ${scheme}, got one prepared for ${prepared}; prepare it with ${scheme}.prepareKey`,
  );
}

/** A key read from a file ends in a line break that is not part of it, and would fit no signature. */
export function refuseWhiteSpace(scheme: string, key: string): void {
  const found = /^\s/.test(key) ? "at its start" : /\s$/.test(key) ? "at its end" : undefined;
  if (found === undefined) return;
  const what = /^[\r\n]|[\r\n]$/.test(key) ? "a line break" : "white space";
  throw new WebhookConfigError(
    `${scheme}: expected a signing key without white space around it, got one with ${what} ${found}; trim it where it is read (files and secret managers add line breaks), or pass bytes if it belongs to the key`,
  );
}

/** Prepares the key, or every key of a rotation; there has to be one, and none may be empty. */
export function prepareKeys<Key extends PreparedKey>(
  scheme: Pick<SignatureScheme<string, Key>, "name" | "prepareKey">,
  keys: SigningKey | readonly SigningKey[],
): Key[] {
  if (!Array.isArray(keys)) return [scheme.prepareKey(keys as SigningKey)];
  if (keys.length > 0) return keys.map(scheme.prepareKey);
  throw new WebhookConfigError(
    `${scheme.name}: expected at least one signing key, got an empty list`,
  );
}

/** The bytes of a body that is being signed. */
export function bodyBytes(body: Uint8Array | string): Uint8Array {
  return typeof body === "string" ? Buffer.from(body, "utf8") : body;
}
