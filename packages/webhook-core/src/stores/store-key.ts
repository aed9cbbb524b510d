import { createHash } from "node:crypto";

/** Characters of a key of the user's own; a longer one is kept as its hash, since a store may take no such key. */
const LONGEST = 512;

/** The key under which a store keeps what belongs to a text. */
export function storeKey(text: string): string {
  return text.length > LONGEST ? sha256(text) : text;
}

/** The SHA-256 in hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
