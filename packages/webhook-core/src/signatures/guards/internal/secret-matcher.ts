import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";

// Every secret up to this long (in UTF-8) takes the same time to compare, so that its length cannot be measured.
const paddedSize = 128;

/** Makes a comparison with `secret` whose time depends neither on its content nor, up to 128 bytes, on its length. */
export function secretMatcher(secret: string): (candidate: string) => boolean {
  const size = Math.ceil(Buffer.byteLength(secret, "utf8") / paddedSize) * paddedSize;
  const expected = Buffer.alloc(size);
  expected.write(secret, "utf8");
  const padded = Buffer.alloc(size);
  return function matchesSecret(candidate) {
    // Only the candidate's own length decides here.
    padded.fill(0, padded.write(candidate, "utf8"));
    const equal = timingSafeEqual(padded, expected);
    // Padding and what does not fit are invisible to the bytes, so the lengths have the last word.
    return equal && candidate.length === secret.length;
  };
}
