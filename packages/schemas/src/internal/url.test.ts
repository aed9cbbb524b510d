import { describe, expect, it } from "vitest";
import { isUrl } from "./url.ts";

/* Each answer is Python's: `urlparse(text)` gives a scheme and a netloc, and does not raise. */
describe("isUrl", () => {
  it.each<[string, boolean]>([
    ["https://example.com", true],
    ["HTTPS://UP.example.com/A", true],
    ["ftp://files.example.com/a", true],
    ["custom+scheme-1.0://x", true],
    ["https://user:pw@example.com:8443/p?q=1#f", true],
    ["  https://trim.example.com  ", true],
    ["\x01\x1f https://a", true],
    ["ht\ntps://exa\tmple.com", true],
    ["https://?", false],
    ["https://#a", false],
    ["https:///path", false],
    ["https://", false],
    ["https:/a", false],
    ["//example.com/a", false],
    ["example.com", false],
    ["javascript:alert(1)", false],
    ["mailto:a@b.c", false],
    ["", false],
    ["1http://a", false],
    ["é://a", false],
    ["ht tp://a", false],
    ["\u00a0https://a", false],
    ["https:// ", true],
    ["https://é.example", true],
    ["https://[::1]:80/", true],
    ["https://[fe80::1%eth0]/", true],
    ["https://[v1.x]/", true],
    ["https://[::1", false],
    ["https://::1]", false],
    ["https://[nonsense]/", false],
    ["https://[1.2.3.4]/", false],
    ["https://a\u2100b.example", false],
    ["https://a\uff0fb.example", false],
    ["https://a\uff20b.example", false],
  ])("%j", (text, answer) => expect(isUrl(text, false)).toBe(answer));

  it("takes only http and https where a page will load it", () => {
    expect(isUrl("http://a", true)).toBe(true);
    expect(isUrl("HTTPS://a", true)).toBe(true);
    expect(isUrl("ftp://a", true)).toBe(false);
    expect(isUrl("httpx://a", true)).toBe(false);
  });
});
