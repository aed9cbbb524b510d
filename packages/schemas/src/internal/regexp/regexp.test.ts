import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { characterNamed } from "./character-names.ts";
import { patternFault } from "./index.ts";

interface Row {
  readonly pattern: string;
  readonly valid: boolean;
}

function rowsOf(name: string): readonly Row[] {
  return JSON.parse(
    readFileSync(new URL(`../../../conformance/${name}.json`, import.meta.url), "utf8"),
  );
}

/* Whether Python 3.11 compiles a pattern: what the platform was asked, and random ones of every kind that it refuses. */
describe.each(["regexp-cases", "regexp-additions"])("the patterns of %s.json", (name) => {
  const rows = rowsOf(name);

  it("are there, taken ones and refused ones", () => {
    expect(rows.length).toBeGreaterThan(300);
    expect(new Set(rows.map(({ valid }) => valid))).toEqual(new Set([true, false]));
  });

  it.each(rows)("$pattern", ({ pattern, valid }) => {
    expect(patternFault(pattern) === undefined, patternFault(pattern)).toBe(valid);
  });
});

describe("the reasons", () => {
  it.each([
    ["a**", "a repeat of a repeat at position 2"],
    ["^*", "nothing to repeat at position 1"],
    ["a{2,1}", "at most less than at least at position 1"],
    ["a{4294967295}", "too many repeats at position 1"],
    ["(a", "a ( without its ) at position 0"],
    ["a)", "a ) without its ( at position 1"],
    ["[a", "a [ without its ] at position 0"],
    ["(?#a", "a (?# without its ) at position 0"],
    ["[b-a]", "a range that ends before it begins at position 1"],
    ["[\\w-.]", "a range that begins or ends with many characters at position 1"],
    ["a\\", "nothing after the backslash at position 1"],
    ["\\q", "\\q has no meaning at position 0"],
    ["\\400", "\\400 is above \\377 at position 0"],
    ["\\x4", "\\x without 2 hexadecimal digits at position 0"],
    ["\\U00110000", "\\U00110000 is not a character at position 0"],
    ["\\N{DIGIT}[\\N{1}]", "no character has this name at position 10"],
    ["(?<year>a)", "(?<y has no meaning at position 0"],
    ["(?P<1a>x)", "not a group's name at position 4"],
    ["(?P<>x)", "missing a group's name at position 4"],
    ["(?P<a", "missing > after a group's name at position 4"],
    ["(?P<a>x)(?P<a>y)", "a second group named a at position 8"],
    ["(?P=a)", "no group named a before at position 0"],
    ["(a\\1)", "group 1 is still open at position 2"],
    ["\\1(a)", "no group 1 before at position 0"],
    ["(?(2)a)()", "no group 2 at position 3"],
    ["(?<=(a)\\1)", "group 1 is in the same look-behind at position 7"],
    ["(?<=a*)", "a look-behind for something without a fixed length at position 0"],
    ["a(?i)", "flags for the whole pattern that do not begin it at position 1"],
    ["(?i-i:a)", "the flag i on and off at once at position 0"],
    ["(?-a:a)", "the flag a cannot be switched off at position 0"],
  ])("%j: %s", (pattern, reason) => expect(patternFault(pattern)).toBe(reason));
});

describe("what is not in the rows", () => {
  it.each([
    ["a{,3}", true],
    ["(a)(?(1)b|c)", true],
    ["(?(1)b|c|d)(a)", false],
    ["(?a)(?u)x", false],
    ["(?t)a", true],
    ["(?t)a*", false],
    ["(?(+1)a)()", true],
    ["(?( 1_0 )a)()()()()()()()()()()", true],
    ["(?x)a # (unclosed\n b", true],
    ["(?x)a # (?#unclosed", true],
    ["(?x)a # \\\n (", true],
    ["(?x:a # (\n)(#)", true],
    ["(?x)(?-x:#(a))", true],
    ["(?:)*", true],
    ["(?:^)*", true],
    ["\\N{LATIN SMALL LETTER E WITH ACUTE}", true],
    ["[a-\\N{latin small letter z}]", true],
    ["[a-\\N{DIGIT ONE}]", false],
    [`a{${"0".repeat(5000)}1}`, false],
  ])("%j", (pattern, valid) => expect(patternFault(pattern) === undefined).toBe(valid));

  it("knows the names of ASCII", () => {
    expect(characterNamed("Hyphen-Minus")).toBe(0x2d);
    expect(characterNamed("TILDE")).toBe(0x7e);
    expect(characterNamed("GRAVE ACCENT")).toBe(0x60);
    expect(characterNamed("COMMERCIAL AT")).toBe(0x40);
    expect(characterNamed("SOLIDUS")).toBe(0x2f);
  });
});

describe("size", () => {
  it.each([
    ["classes that never close", '["', false],
    ["comments that never close", "(?#", false],
    ["escapes in a class that never closes", "[\\", false],
    ["classes", "[a]", true],
    ["comments", "(?#a)", true],
    ["groups by name that nobody has", "(?P=a)", false],
    ["counts that never close", "{,1", true],
    ["groups", "(a)", true],
  ])("reads each character once: 500,000 of %s", (_what, part, answer) => {
    // Was quadratic: 80,000 characters took 7 s, so this many would take minutes and the suite would be stopped.
    const pattern = part.repeat(Math.ceil(500_000 / part.length));
    expect(patternFault(pattern) === undefined).toBe(answer);
  });

  it("takes as many groups in groups as Python's stack does, and does not overflow its own", () => {
    const nested = (levels: number) => `${"(".repeat(levels)}a${")".repeat(levels)}`;
    expect(patternFault(nested(450))).toBeUndefined();
    expect(patternFault(nested(451))).toBe("groups nested too deeply at position 450");
    expect(patternFault(nested(200_000))).toBe("groups nested too deeply at position 450");
  });
});
