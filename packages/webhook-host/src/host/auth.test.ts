import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { afterEach, expect, it, vi } from "vitest";
import { CredentialList } from "./auth.ts";

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

// "read: the wire form of the comparison of credentials": the original stops at the first pair that fits, letter by letter.
it("compares with every pair, in texts of one length, whichever fits", () => {
  const list = new CredentialList([
    ["first", "a"],
    ["second", "a much longer password".repeat(20)],
    ["third", "zoë:☃"],
  ]);
  const lengths: number[] = [];
  const real = crypto.timingSafeEqual;
  vi.spyOn(crypto, "timingSafeEqual").mockImplementation((one, other) => {
    lengths.push(one.byteLength, other.byteLength);
    return real(one, other);
  });
  syncBuiltinESMExports();
  for (const [username, password, isKnown] of [
    ["first", "a", true],
    ["third", "zoë:☃", true],
    ["nobody", "x", false],
    ["first", "", false],
    ["", "", false],
  ] as const) {
    lengths.length = 0;
    expect(list.knows({ username, password })).toBe(isKnown);
    expect(lengths).toEqual(Array(6).fill(32));
  }
});
