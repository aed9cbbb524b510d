import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, it } from "vitest";
import { privmsgLines } from "./irc-lines.ts";
import { cutText, messageLines } from "./split-lines.ts";

it("starts a new message at a line break, and drops empty ones", () => {
  expect(messageLines("one\ntwo\r\n\n\nthree\rfour")).toEqual(["one", "two", "three four"]);
  expect(messageLines("")).toEqual([]);
});

it("cuts at blanks, or else between characters", () => {
  expect(cutText("aaa bbb ccc", 7)).toEqual(["aaa bbb", "ccc"]);
  expect(cutText("aaa bbb ccc", 6)).toEqual(["aaa", "bbb", "ccc"]);
  expect(cutText("a☃☃", 4)).toEqual(["a☃", "☃"]);
  expect(cutText("👩‍👩‍👧x", 20)).toEqual(["👩‍👩‍👧x"]);
  expect(cutText("x👩‍👩‍👧", 18)).toEqual(["x", "👩‍👩‍👧"]);
  // One character that is longer than a line: between its code points.
  expect(
    cutText(`e${"\u0301".repeat(10)}`, 5).every((piece) => Buffer.byteLength(piece) <= 5),
  ).toBe(true);
});

it("keeps every character and every bound, whatever the text", () => {
  const text = fc.string({ unit: "binary", maxLength: 300 });
  fc.assert(
    fc.property(text, fc.integer({ min: 4, max: 60 }), (given, bytes) => {
      const pieces = cutText(given, bytes);
      for (const piece of pieces) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(bytes);
      const without = (whole: string) => whole.replaceAll(" ", "");
      expect(without(pieces.join(""))).toBe(without(given));
    }),
  );
});

it("makes one command of each line, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.constantFrom("msg", "me"), (text, kind) => {
      for (const line of privmsgLines(kind as "msg" | "me", "helga", "#bots", text)) {
        expect(line).toMatch(/^PRIVMSG #bots :[^\r\n\0]*$/);
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(510);
      }
    }),
  );
});
