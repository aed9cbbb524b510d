import { Buffer } from "node:buffer";
import { createPrivateKey, type KeyObject, randomBytes, sign } from "node:crypto";
import {
  type HmacKey,
  type PreparedKey,
  servo,
  standardWebhooks,
} from "@clustaar/webhook-core/signatures";

/** A secret, prepared once for the signatures it can make. */
export type PreparedSecret =
  | { readonly kind: "symmetric"; readonly servo: HmacKey; readonly standard: PreparedKey }
  | { readonly kind: "ed25519"; readonly key: KeyObject };

/** What comes before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
/** Standard Webhooks asks for 24 bytes at least. */
const SHORTEST = 24;
/** How secrets are hidden by those who show them: never one to sign with. */
const masked = /^[*•.]+$|^<.*>$|^x{6,}$/i;

/** What is wrong with a secret, without showing it; undefined: nothing. */
export function secretMistake(secret: string): string | undefined {
  if (secret === "")
    return "expected a secret, got an empty text; is an environment variable not set?";
  if (masked.test(secret)) {
    return "expected a secret, got what stands for a hidden one (as asterisks do); write the secret itself";
  }
  if (secret.startsWith("whpk_")) return "expected a key to sign with, got a public one (whpk_)";
  if (secret.startsWith("whsk_")) {
    const size = base64(secret.slice(5))?.byteLength;
    return size === 32 || size === 64
      ? undefined
      : "expected whsk_ and the base64 of an Ed25519 key of 32 or 64 bytes";
  }
  if (secret.startsWith("whsec_")) {
    const size = base64(secret.slice(6))?.byteLength ?? 0;
    return size >= SHORTEST
      ? undefined
      : `expected whsec_ and base64 of at least ${SHORTEST} bytes; leave whsec_ out if the secret is plain text`;
  }
  return undefined;
}

/** Prepares a secret that {@link secretMistake} has nothing against. */
export function prepareSecret(secret: string): PreparedSecret {
  if (secret.startsWith("whsk_")) {
    const seed = (base64(secret.slice(5)) as Buffer).subarray(0, 32);
    const der = Buffer.concat([PKCS8, seed]);
    return { kind: "ed25519", key: createPrivateKey({ key: der, format: "der", type: "pkcs8" }) };
  }
  const bytes = secretBytes(secret);
  return {
    kind: "symmetric",
    servo: servo.prepareKey(bytes),
    standard: standardWebhooks.prepareKey(bytes),
  };
}

/** Whether a secret is a key of Ed25519: one to sign with (`whsk_`), or to verify with (`whpk_`). */
export function isAsymmetric(secret: string): boolean {
  return /^wh[sp]k_/.test(secret);
}

/** The bytes of a symmetric secret: `whsec_` and base64, or text as UTF-8. */
export function secretBytes(secret: string): Buffer {
  const bytes = secret.startsWith("whsec_") ? base64(secret.slice(6)) : undefined;
  return bytes ?? Buffer.from(secret, "utf8");
}

/** Makes a new secret: `whsec_` and 32 random bytes. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** The asymmetric signature of Standard Webhooks, `v1a`. */
export function signEd25519(key: KeyObject, prefix: string, body: Uint8Array): string {
  const signature = sign(null, Buffer.concat([Buffer.from(prefix, "utf8"), body]), key);
  return `v1a,${signature.toString("base64")}`;
}

/** Node skips what is not base64; only canonical text (with or without its padding) encodes back to itself. */
function base64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64").replace(/=+$/, "") === text.replace(/=+$/, "")
    ? bytes
    : undefined;
}
