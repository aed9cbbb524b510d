import { characterEntities } from "character-entities";
import { characterEntitiesLegacy } from "character-entities-legacy";
import { decodeHTMLAttribute } from "entities/decode";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../runs.test-helpers.ts";
import { resolveReferences } from "./references.ts";
import { schemeOf } from "./rules.ts";

/** The scheme of what a whole table of references makes of a text. */
const reference = (text: string) => schemeOf(decodeHTMLAttribute(text));
const ours = (text: string) => schemeOf(resolveReferences(text));

describe("the references in an address", () => {
  const names = [
    ...Object.keys(characterEntities).map((name) => `${name};`),
    ...characterEntitiesLegacy,
  ];

  it("are all of HTML's, wherever one stands in a scheme", () => {
    expect(names.length).toBeGreaterThan(2_200);
    for (const name of names) {
      for (const text of [
        `&${name}x:`,
        `java&${name}script:`,
        `javascript&${name}:`,
        `https&${name}`,
        `x&${name}=:`,
      ]) {
        expect(ours(text), text).toBe(reference(text));
      }
    }
  });

  it("are read by number as browsers do", () => {
    for (let code = 0; code < 0x3000; code++) {
      for (const text of [`a&#${code};b:`, `a&#${code}b:`, `a&#x${code.toString(16)};b:`]) {
        expect(ours(text), text).toBe(reference(text));
      }
    }
    for (const code of ["d800", "dfff", "fffd", "10ffff", "110000", "ffffffffffffff", "212a"]) {
      expect(ours(`a&#x${code};b:`), code).toBe(reference(`a&#x${code};b:`));
    }
  });

  it("are read in any surroundings", () => {
    const parts = [
      ..."&#x;:=19afj. ",
      "nbsp",
      "colon",
      "Tab",
      "emsp13",
      "fjlig",
      "amp",
      "&#106",
      "&#x3a",
      "https",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 10 }), (all) => {
        const text = all.join("");
        expect(ours(text)).toBe(reference(text));
      }),
      { numRuns: runs(20_000) },
    );
  });
});
