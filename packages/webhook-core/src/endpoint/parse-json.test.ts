import { TextDecoder } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HttpError } from "./errors.ts";
import { MAX_DEPTH, parseJsonObject } from "./parse-json.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const codeOf = (body: Uint8Array) => {
  try {
    parseJsonObject(body);
    return "taken";
  } catch (error) {
    return error instanceof HttpError ? error.code : error;
  }
};
const nested = (levels: number, open: string, close: string) =>
  bytes(`${open.repeat(levels)}1${close.repeat(levels)}`);

describe("parseJsonObject", () => {
  it("takes any JSON object as JSON.parse gives it", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value);
        expect(parseJsonObject(bytes(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it("refuses everything else with one of its codes, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        expect(["body_not_json", "taken"]).toContain(codeOf(body));
      }),
    );
    for (const text of ["", " ", "[]", "1", "null", '"x"', "{", "\ufeff", "\ufeff\ufeff{}"]) {
      expect(codeOf(bytes(text)), text).toBe("body_not_json");
    }
    expect(codeOf(Uint8Array.of(0x7b, 0xc0, 0x80, 0x7d))).toBe("body_not_json");
  });

  it("a signed body with a byte order mark was refused", () => {
    expect(parseJsonObject(bytes('\ufeff{"a":1}'))).toEqual({ a: 1 });
  });

  it.each([
    ['{"a":1e400}', "1e400"],
    ['{"a":[-1E+0309 ]}', "1E+0309"],
    ['{"1e400":"1e400, ","a":[1e308,2.5e+999]}', "2.5e+999"],
    [`{"a":${"9".repeat(400)}}`, `${"9".repeat(20)}... (400 characters)`],
    [`{"a":${"9".repeat(250)}e99}`, `${"9".repeat(20)}... (253 characters)`],
  ])("a number that JavaScript cannot hold came back as null: %s", (text, number) => {
    expect(() => parseJsonObject(bytes(text))).toThrow(
      expect.objectContaining({
        code: "body_not_json",
        message: `expected one JSON object in UTF-8, got the number ${number}, which is larger than JavaScript can hold`,
      }),
    );
  });

  it.each([
    '{"id":"507f191e810c19729de860ea"}',
    '{"a":1.7976931348623157e308,"b":1e-400}',
    '{"a":"1e400,"}',
    `{"a":"${"9".repeat(400)}"}`,
    `{"a":${"9".repeat(308)}}`,
    '{"\\"1e400,":1}',
  ])("takes numbers that JavaScript holds, and texts that only look too large: %s", (text) => {
    expect(parseJsonObject(bytes(text))).toEqual(JSON.parse(text));
  });

  // What grows with the square of the text would not end before the test's timeout.
  it("takes a time that grows with the text, whatever digits and exponents it holds", () => {
    for (const unit of ["1e1", "e100", "9", `${"9".repeat(199)},`, '\\"1e400,', "1e100 "]) {
      const text = JSON.stringify({ a: unit.repeat(Math.ceil(1_000_000 / unit.length)) });
      expect(codeOf(bytes(text))).toBe("taken");
    }
  });

  it("reads texts of any length as a decoder does", () => {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const long = fc.string({ unit: "binary", maxLength: 20 }).map((text) => text.repeat(2_000));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), long), (text) => {
        const body = bytes(JSON.stringify({ text }));
        expect(parseJsonObject(body)).toEqual(JSON.parse(decoder.decode(body)));
        expect(parseJsonObject(bytes(`\ufeff${JSON.stringify({ text })}`))).toEqual({ text });
      }),
    );
    expect(codeOf(Uint8Array.of(...bytes(`{"a":"${"é".repeat(9_000)}`), 0xff))).toBe(
      "body_not_json",
    );
  });

  it("finds a number that is too large in a body of any shape", () => {
    const many = Array.from({ length: 3_000 }, (_, index) => [index, { index }]);
    const texts = Array.from({ length: 3_000 }, (_, index) => `the text number ${index}`);
    for (const around of [[], many, texts]) {
      const text = JSON.stringify({ a: [around, 0, { b: 0 }] });
      expect(codeOf(bytes(text))).toBe("taken");
      for (const infinite of [
        text.replace("],0,{", "],1e400,{"),
        text.replace('"b":0', '"b":-1e999'),
      ]) {
        expect(() => parseJsonObject(bytes(infinite))).toThrow("larger than JavaScript can hold");
      }
    }
  });

  it("takes up to the depth it can answer, and not one level more", () => {
    expect(codeOf(nested(MAX_DEPTH, '{"a":', "}"))).toBe("taken");
    expect(codeOf(nested(MAX_DEPTH + 1, '{"a":', "}"))).toBe("body_too_deep");
    const list = (levels: number) => bytes(`{"a":${"[".repeat(levels)}${"]".repeat(levels)}}`);
    expect(codeOf(list(MAX_DEPTH - 1))).toBe("taken");
    expect(codeOf(list(MAX_DEPTH))).toBe("body_too_deep");
    expect(codeOf(list(500_000))).toBe("body_too_deep");
    // 500 lists of 1,900 levels each: JSON.stringify took half a second for them.
    const many = Array(500).fill(`${"[".repeat(1_900)}${"]".repeat(1_900)}`);
    expect(codeOf(bytes(`{"a":[${many}]}`))).toBe("body_too_deep");
    expect(codeOf(bytes(`{"a":[${many.slice(0, 2)}]}`))).toBe("taken");
    const deepest = parseJsonObject(nested(MAX_DEPTH, '{"a":', "}"));
    expect(JSON.stringify({ session: { values: deepest } }).length).toBeGreaterThan(MAX_DEPTH);
  });

  it("reads a body that is a view into a larger buffer", () => {
    const whole = bytes('xx{"a":1}yy');
    expect(parseJsonObject(whole.subarray(2, 9))).toEqual({ a: 1 });
  });

  it("keeps a key __proto__ a key", () => {
    const json = parseJsonObject(bytes('{"__proto__":{"polluted":true}}'));
    expect(Object.keys(json)).toEqual(["__proto__"]);
    expect(json.polluted).toBeUndefined();
  });
});
