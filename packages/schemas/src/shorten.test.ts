import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shorten } from "./index.ts";

describe("shorten", () => {
  it.each([
    ["Red shoes", 9, "Red shoes"],
    ["Red shoes", 8, "Red sho…"],
    ["Red shoes", 5, "Red…"],
    ["Red shoes", 1, "…"],
    ["Red shoes", 0, ""],
    ["", 0, ""],
    ["👟👟👟", 3, "👟👟👟"],
    ["👟👟👟", 2, "👟…"],
    // A family is three people and two joiners: none dangles.
    ["👨‍👩‍👧!", 3, "👨…"],
    ["\ud83d\ud83d\ud83d", 2, "\ud83d…"],
  ])("cuts %j to %d characters", (text, limit, short) => {
    expect(shorten(text, limit)).toBe(short);
  });

  it("never gives more than it may, and changes nothing that fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(20), (text, limit) => {
        const short = shorten(text, limit);
        const length = [...text].length;
        expect([...short].length).toBeLessThanOrEqual(limit);
        if (length <= limit) expect(short).toBe(text);
        else if (limit > 0) expect(short.endsWith("…")).toBe(true);
      }),
    );
  });

  it("takes a text and a whole number, and cuts in a time that grows with the text", () => {
    expect(() => shorten(5 as never, 3)).toThrow("expected a text, got 5");
    for (const limit of [-1, 1.5, Number.NaN, "3" as never]) {
      expect(() => shorten("x", limit)).toThrow("shorten: expected a limit that is a whole number");
    }
    expect(shorten(" ".repeat(5_000_000), 4_999_999)).toBe("…");
  });
});
