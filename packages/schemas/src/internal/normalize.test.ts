import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sanitizeHtml } from "../sanitize-html.ts";
import { expectSafe, nasty } from "./html/safety.test-helpers.ts";
import { normalizeText } from "./normalize.ts";
import { runs } from "./runs.test-helpers.ts";

/* Marks of every class that sorting tells apart, marks that take several code points apart, and marks that are letters. */
const marks = fc.constantFrom(
  ..."\u0300\u0301\u0315\u0327\u0334\u0338\u0344\u0345\u034f\u05ae\u093c\u09be\u0e48\u1dce\u20d0\u3099\u309a\uff9e\uff9f",
  ..."\u{1d165}\u{1d16e}\u{1e94a}",
);
const others = fc.oneof(
  fc.constantFrom(
    ..."eﬁ①かｶ\u09c7\u1100\u1161\u11a8각\ufdfa\u{1d15e}",
    ..."<=>&＜＞\u226e\u00a8\u1fc1\u0344\ud800\udc00😀 ",
  ),
  fc.string({ unit: "binary", maxLength: 3 }),
);
function runsOfMarks(minLength: number, maxLength: number) {
  return fc.array(marks, { minLength, maxLength, size: "max" }).map((all) => all.join(""));
}
function texts(shortest: number, longest: number) {
  const parts = fc.tuple(others, fc.oneof(runsOfMarks(0, 3), runsOfMarks(shortest, longest)));
  return fc.array(parts, { maxLength: 6 }).map((all) => all.flat().join(""));
}
const isLong = (text: string) => /[\p{M}\uff9e\uff9f]{31}/u.test(text);

describe("normalizeText", () => {
  it("gives what normalize gives, wherever no more than 30 marks stand in a row", () => {
    let marked = 0;
    fc.assert(
      fc.property(texts(0, 30), (text) => {
        if (isLong(text)) return;
        if (/\p{M}{10}/u.test(text)) marked++;
        expect(normalizeText(text)).toBe(text.normalize("NFKC"));
      }),
      { numRuns: runs(10_000) },
    );
    expect(marked, "texts with a run of marks").toBeGreaterThan(runs(1_000));
  });

  it("changes nothing but the order of marks in longer runs", () => {
    let long = 0;
    fc.assert(
      fc.property(texts(31, 100), (text) => {
        if (isLong(text)) long++;
        expect(normalizeText(text).normalize("NFKC")).toBe(text.normalize("NFKC"));
      }),
      { numRuns: runs(2_000) },
    );
    expect(long, "texts with a run of more than 30").toBeGreaterThan(runs(500));
  });

  it("gives what normalize gives for what stands around a long run", () => {
    const run = "\u0315\u0300".repeat(100);
    const clean = normalizeText(`ﬁ①${run}e\u0301＜b＞`);
    expect(clean.startsWith("fi1")).toBe(true);
    expect(clean.endsWith("é<b>")).toBe(true);
  });

  it.each(["\u0315\u0300", "\u0315\u{1e94a}", "\u{1e94a}\u{1d165}"])(
    "finds a long run of %j wherever it stands",
    (pair) => {
      const run = pair.repeat(20);
      for (let offset = 0; offset < 70; offset++) {
        const text = `${"e".repeat(offset)}${run}e`;
        // In pieces it is not sorted as a whole.
        expect(normalizeText(text) === text.normalize("NFKC"), `${offset}`).toBe(false);
      }
    },
  );

  it("knows every code point that may move as a mark", () => {
    // In front of U+0334, which sorts first, whatever has a class of its own comes second.
    for (let point = 0x80; point < 0x110000; point++) {
      const character = String.fromCodePoint(point);
      const first = String.fromCodePoint(character.normalize("NFKD").codePointAt(0) ?? 0);
      const moves =
        `${first}\u0334`.normalize("NFD") !== `${first}\u0334` ||
        `\u0345${first}`.normalize("NFD") !== `\u0345${first}`;
      if (moves) expect(/[\p{M}\uff9e\uff9f]/u.test(character), point.toString(16)).toBe(true);
    }
  });

  it("is through with 400,000 marks in a row, which took a minute once", () => {
    const text = `e${"\u0315\u0300\u05ae\u0327".repeat(100_000)}`;
    expect(normalizeText(text).length).toBe(text.length - 1);
  });

  it("leaves the sanitiser safe behind it", { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nasty, runsOfMarks(25, 70)), { maxLength: 4 }), (parts) => {
        expectSafe(sanitizeHtml(normalizeText(parts.flat().join(""))));
      }),
      { numRuns: runs(5_000) },
    );
  });
});
