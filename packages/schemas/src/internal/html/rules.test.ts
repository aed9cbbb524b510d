import fc from "fast-check";
import { parseFragment } from "parse5";
import { expect, it } from "vitest";
import { runs } from "../runs.test-helpers.ts";
import { isAllowedAttribute } from "./rules.ts";
import { schemeOf } from "./safety.test-helpers.ts";

const parts = [
  ..."#x;:=/ javscriptJmilo",
  ...["&", "&#", "&#x", "&#106", "&#x6a;", "&#x6A", "&colon;", "&Tab;", "&NewLine", "&amp;", "&lt"],
  ...["javascript", "https", "mailto", "&notit;", "&ampx", "&#0;", "&#128;", "\u0001", "é"],
];

it("no href is allowed whose scheme a parser reads differently", () => {
  const hrefs = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((all) => all.join(""));
  fc.assert(
    fc.property(hrefs, (href) => {
      if (!isAllowedAttribute("a", "href", href)) return;
      const [element] = parseFragment(`<a href="${href}">`).childNodes;
      const value = element && "attrs" in element ? element.attrs[0]?.value : undefined;
      expect(schemeOf(value ?? "javascript:")).toMatch(/^(?:https?|mailto|tel|)$/);
    }),
    { numRuns: runs(20_000) },
  );
});
