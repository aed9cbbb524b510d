import { describe, expect, it } from "vitest";
import { isPlatformRegexp } from "./regexp.ts";

/* Each answer is Python's: whether `re.compile(pattern)` raises. */
describe("isPlatformRegexp", () => {
  it.each([
    "",
    "^a+$",
    "[a-z]+",
    "\\d{3}",
    "a{,3}",
    "(?P<year>\\d+)-(?P=year)",
    "(?i)hello",
    "(?i:hello) world",
    "(?#a comment)x",
    "\\Astart\\Z",
    "[]abc]",
    "[^]abc]",
    "[[]",
    "a++b",
    "(?>a|b)",
    "\\(\\[",
    "(a)(?(1)b|c)",
    "é|ü",
  ])("takes %j", (pattern) => expect(isPlatformRegexp(pattern)).toBe(true));

  it.each([
    "(unclosed",
    "closed)",
    "[a-",
    "[]",
    "[^]",
    "*a",
    "a**",
    "[b-a]",
    "\\",
    "\\q",
    "(?P<1a>x)",
    "a{2,1}",
    "(?<name",
    "{,3}",
    "\\1",
    "(a)\\2",
    "(?P=year)",
  ])("refuses %j", (pattern) => expect(isPlatformRegexp(pattern)).toBe(false));
});
