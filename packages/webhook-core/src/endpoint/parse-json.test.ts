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
    for (const text of ["", " ", "[]", "1", "null", '"x"', "{", "\ufeff{}"]) {
      expect(codeOf(bytes(text)), text).toBe("body_not_json");
    }
    expect(codeOf(Uint8Array.of(0x7b, 0xc0, 0x80, 0x7d))).toBe("body_not_json");
  });

  it("takes up to the depth it can answer, and not one level more", () => {
    expect(codeOf(nested(MAX_DEPTH, '{"a":', "}"))).toBe("taken");
    expect(codeOf(nested(MAX_DEPTH + 1, '{"a":', "}"))).toBe("body_too_deep");
    const list = (levels: number) => bytes(`{"a":${"[".repeat(levels)}${"]".repeat(levels)}}`);
    expect(codeOf(list(MAX_DEPTH - 1))).toBe("taken");
    expect(codeOf(list(MAX_DEPTH))).toBe("body_too_deep");
    expect(codeOf(list(500_000))).toBe("body_too_deep");
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
