import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeAnswer, encodeAnswer } from "./kept-answer.ts";

it("an answer comes back as it was, bytes as bytes", () => {
  const body = fc.oneof(fc.string({ unit: "binary" }), fc.uint8Array());
  const headers = fc.dictionary(fc.stringMatching(/^[a-z-]{1,9}$/), fc.stringMatching(/^[ -~é]*$/));
  const status = fc.integer({ min: 200, max: 599 });
  fc.assert(
    fc.property(fc.record({ status, headers, body }), (answer) => {
      const again = decodeAnswer(encodeAnswer(answer));
      expect(again).toEqual({ ...answer, headers: { ...answer.headers } });
    }),
  );
});

it("an answer in a buffer that is shared keeps its own bytes only", () => {
  const body = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
  const again = decodeAnswer(encodeAnswer({ status: 200, headers: {}, body }));
  expect(again.body).toEqual(new Uint8Array([2, 3]));
});

it.each([
  [undefined, "it is not a string but undefined"],
  [{ status: 200 }, "it is not a string but object"],
  ["", "it is not JSON"],
  ["secret", "it is not JSON"],
  ["null", "it is not an object"],
  ["200", "it is not an object"],
  ["[]", "its status"],
  ['{"status":"200","headers":{},"body":""}', "its status is not a whole number from 200 to 599"],
  ['{"status":1000,"headers":{},"body":""}', "its status is not a whole number from 200 to 599"],
  ['{"status":200,"body":""}', "its headers cannot be sent"],
  ['{"status":200,"headers":[],"body":""}', "its headers cannot be sent"],
  ['{"status":200,"headers":{"a":1},"body":""}', "its headers cannot be sent"],
  ['{"status":200,"headers":{"a\\n":"b"},"body":""}', "its headers cannot be sent"],
  ['{"status":200,"headers":{}}', "it has no body"],
  ['{"status":200,"headers":{},"base64":7}', "it has no body"],
])("%j was given as an answer", (text, message) => {
  expect(() => decodeAnswer(text)).toThrow(message);
  expect(() => decodeAnswer(text)).not.toThrow(/secret/);
});
