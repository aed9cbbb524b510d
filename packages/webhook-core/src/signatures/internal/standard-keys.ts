import { Buffer } from "node:buffer";
import { WebhookConfigError } from "../../endpoint/errors.ts";
import type { PreparedKey, SigningKey } from "../types.ts";
import { isEd25519Key, PreparedEd25519Key } from "./ed25519-key.ts";
import { keyPreparer, refuseOtherScheme, refuseWhiteSpace } from "./keys.ts";

const scheme = "standardWebhooks";
/** Bytes that a shared key has at least (Standard Webhooks, "Secret"); a password that happens to be base64 is shorter. */
const shortestKey = 24;
const prepareShared = keyPreparer(scheme, "sha256", decodeSecret);

/** Prepares a key of Standard Webhooks: a shared one, or for Ed25519 a public one (`whpk_`) or one to sign with (`whsk_`). */
export function prepareStandardKey(key: SigningKey): PreparedKey {
  if (isEd25519Key(key)) {
    refuseOtherScheme(scheme, key.scheme);
    return key;
  }
  if (typeof key !== "string" || !/^wh[ps]k_/.test(key)) return prepareShared(key);
  refuseWhiteSpace(scheme, key);
  if (key.startsWith("whpk_")) {
    return PreparedEd25519Key.ofPublic(scheme, ed25519Bytes(key, [32]));
  }
  // 64 bytes are the seed with the public key after it, as NaCl writes it.
  return PreparedEd25519Key.ofSeed(scheme, ed25519Bytes(key, [32, 64]).subarray(0, 32));
}

function ed25519Bytes(key: string, sizes: readonly number[]): Uint8Array {
  const bytes = decodeLooseBase64(key.slice(5));
  if (bytes !== undefined && sizes.includes(bytes.byteLength)) return bytes;
  throw new WebhookConfigError(
    `${scheme}: expected ${key.slice(0, 5)} and the base64 of an Ed25519 key of ${sizes.join(" or ")} bytes, got ${bytes === undefined ? "text that is not base64" : `${bytes.byteLength} bytes`}`,
  );
}

function decodeSecret(key: string): Uint8Array {
  if (key.startsWith("v1,whsec_")) {
    throw wrongKey("got one with v1, before it (as Supabase shows it); leave the v1, out");
  }
  const bytes = decodeLooseBase64(key.startsWith("whsec_") ? key.slice("whsec_".length) : key);
  if (bytes === undefined) throw wrongKey("got text that is not base64; pass bytes if it is not");
  if (bytes.byteLength < shortestKey) {
    throw wrongKey(`got ${bytes.byteLength} bytes; pass bytes if the key is not base64`);
  }
  return bytes;
}

function wrongKey(problem: string): WebhookConfigError {
  return new WebhookConfigError(
    `${scheme}: expected the key as base64 of at least ${shortestKey} bytes, with or without whsec_ before it, ${problem}`,
  );
}

/** Secret managers and environments cut off the equals signs at the end. */
function decodeLooseBase64(text: string): Buffer | undefined {
  return decodeBase64(text) ?? decodeBase64(text.padEnd(Math.ceil(text.length / 4) * 4, "="));
}

/** Node skips what is not base64; only canonical text encodes back to itself. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}
