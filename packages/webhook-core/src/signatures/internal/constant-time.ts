import { timingSafeEqual } from "node:crypto";

/** Compares two digests of one algorithm, in a time that does not depend on their content. */
export function digestsEqual(left: Uint8Array, right: Uint8Array): boolean {
  // Digests of one algorithm are equally long, so this tells nothing about either.
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}
