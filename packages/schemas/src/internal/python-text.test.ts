import { describe, expect, it } from "vitest";
import { codePoints, patterns, strip } from "./python-text.ts";

describe("codePoints", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["😀", 1],
    ["a😀b😀", 4],
    ["\ud83d", 1],
    ["\ude00", 1],
    ["\ud83d\ud83d\ude00", 2],
    ["e\u0301", 2],
  ])("of %j", (text, length) => {
    expect(codePoints(text)).toBe(length);
    expect(codePoints(text)).toBe([...text].length);
  });
});

describe("strip", () => {
  // `[c for c in map(chr, range(0x110000)) if not c.strip()]`
  const spaces =
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

  it("takes away what Python takes away, and nothing else", () => {
    for (let unit = 0; unit < 0x10000; unit++) {
      const character = String.fromCharCode(unit);
      expect(strip(character) === "", unit.toString(16)).toBe(spaces.includes(character));
    }
    expect(strip(`${spaces}a ${spaces}b${spaces}`)).toBe(`a ${spaces}b`);
    expect(strip("\ufeffa\u200b")).toBe("\ufeffa\u200b");
  });
});

/* Each answer is Python's: `bool(re.compile(source, flags).match(text))`. */
describe("patterns", () => {
  it.each<[keyof typeof patterns, string, boolean]>([
    ["identifier", "507f191e810c19729de860ea", true],
    ["identifier", "507F191E810C19729DE860EA", true],
    ["identifier", "507f191e810c19729de860ea\n", true],
    ["identifier", "507f191e810c19729de860ea\n\n", false],
    ["identifier", "507f191e810c19729de860eaa", false],
    ["identifier", "\u212a07f191e810c19729de860ea", true],
    ["identifier", "\u013107f191e810c19729de860ea", true],
    ["identifier", "é07f191e810c19729de860ea", false],
    ["key", "", false],
    ["key", "Étage_2", true],
    ["key", "٣", true],
    ["key", "½", true],
    ["key", "名前", true],
    ["key", "e\u0301", false],
    ["key", "a-b", false],
    ["key", "a\n", true],
    ["key", "a\nb", false],
    ["attributeKey", "id", false],
    ["attributeKey", "iD", false],
    ["attributeKey", "\u0130d", false],
    ["attributeKey", "\u0131D", false],
    ["attributeKey", "id\n", false],
    ["attributeKey", "idea", true],
    ["attributeKey", "my_id", true],
    ["digits", "", true],
    ["digits", "123", true],
    ["digits", "٣٤", true],
    ["digits", "½", false],
    ["digits", "12\n", true],
    ["digits", " 12", false],
    ["notClustaarAddress", "", true],
    ["notClustaarAddress", "bot@shop.example", true],
    ["notClustaarAddress", "bot@clustaar.com", false],
    ["notClustaarAddress", "bot@CLUSTAAR.io", false],
    ["notClustaarAddress", "bot@clu\u017ftaar.io", false],
    ["notClustaarAddress", "bot@clustaarx.com", true],
    ["notClustaarAddress", "a\nb", false],
    ["notClustaarAddress", "a\r\u2028b", true],
    ["notClustaarAddress", "a\n", true],
    ["dictKey", "plan_2", true],
    ["dictKey", "a b", false],
  ])("%s and %j", (name, text, matches) => {
    expect(patterns[name].regexp.test(text)).toBe(matches);
  });
});
