import { WebhookError } from "../../endpoint/errors.ts";
import { digestsEqual } from "./constant-time.ts";
import type { HmacKey } from "./hmac-key.ts";

/** Requires that one of `candidates` is the HMAC of `prefix` and `body` under one of `keys`. */
export function requireMatch(
  keys: readonly HmacKey[],
  prefix: string,
  body: Uint8Array,
  candidates: readonly Uint8Array[],
): void {
  if (countMatches(keys, prefix, body, candidates) === 0) throw noMatch();
}

/** Compares every pair, so that the time taken does not tell which one matched. */
export function countMatches(
  keys: readonly HmacKey[],
  prefix: string,
  body: Uint8Array,
  candidates: readonly Uint8Array[],
): number {
  let matches = 0;
  for (const key of keys) {
    const expected = key.digest(prefix, body);
    for (const candidate of candidates) matches += digestsEqual(expected, candidate) ? 1 : 0;
  }
  return matches;
}

/** The refusal of a signature that could be read. */
export function noMatch(): WebhookError {
  return new WebhookError(
    "signature_invalid",
    "the signature does not match; check that both sides hold the same key and that nothing re-encodes the body on its way",
  );
}
