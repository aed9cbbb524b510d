import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../endpoint/errors.ts";
import * as filters from "./json-key.ts";

// Any path: these are tried on data of any shape.
const jsonKeyEquals = filters.jsonKeyEquals<unknown>;
const jsonKeyIn = filters.jsonKeyIn<unknown>;
const jsonKeyExists = filters.jsonKeyExists<unknown>;

const json = fc.jsonValue({ maxDepth: 4 });
const key = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "a-b",
    'say "hi"',
    "a.b",
    "0",
    "toString",
    "\\",
    "\n",
  ),
);
const quote = (path: readonly (string | number)[]) =>
  path
    .map((step, at) =>
      typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${JSON.stringify(step)}`,
    )
    .join("");
/** A value with `leaf` at `path`, and other things around it. */
const wrap = (path: readonly (string | number)[], leaf: unknown): unknown =>
  path.reduceRight(
    (inner, step) =>
      typeof step === "number"
        ? [...Array(step).fill(null), inner]
        : Object.fromEntries([
            ["another key", 1],
            [step, inner],
          ]),
    leaf,
  );

describe("jsonKeyEquals", () => {
  it.each<[string, unknown, unknown]>([
    ["user.id", 1, { user: { id: 1 } }],
    ["user.id", 1, { user: { id: 1.0 } }],
    ["user", { id: 1, name: "a" }, { user: { name: "a", id: 1 } }],
    ["list[0].c", "x", { list: [{ c: "x" }] }],
    ["list[-1]", 3, { list: [1, 2, 3] }],
    ["list[0][1]", 2, { list: [[1, 2]] }],
    ["[1]", "b", ["a", "b"]],
    ["[0].a", 1, [{ a: 1 }]],
    ['"first-name"', "Ada", { "first-name": "Ada" }],
    ['a."b.c"[0]', 1, { a: { "b.c": [1] } }],
    ['"\\u00e9"', 1, { é: 1 }],
    ["a", null, { a: null }],
    ["a", [], { a: [] }],
    ["a", {}, { a: {} }],
    ["a", "", { a: "" }],
    ["a", false, { a: false }],
    ["a", 0, { a: -0 }],
    ["constructor", 1, { constructor: 1 }],
    ["length", 2, { length: 2 }],
  ])("%s equals %j in %j", (path, value, data) => {
    expect(jsonKeyEquals(path, value)(data)).toBe(true);
  });

  it.each<[string, unknown, unknown]>([
    ["user.id", 1, { user: { id: "1" } }],
    ["user.id", 1, { user: { id: true } }],
    ["user.id", 1, { user: {} }],
    ["user.id", 1, { user: null }],
    ["user.id", 1, { user: "id" }],
    ["user.id", 1, null],
    ["user.id", 1, 5],
    ["user.id", 1, undefined],
    ["a", null, {}],
    ["a.b", null, { a: null }],
    ["a[0]", null, { a: [] }],
    ["a[-2]", 1, { a: [1] }],
    ["a[0]", "x", { a: "xyz" }],
    ["a[0]", 1, { a: { 0: 1 } }],
    ["a.length", 1, { a: [1] }],
    ["a.length", 1, { a: "x" }],
    ['a."0"', 1, { a: [1] }],
    ["a", [1, 2], { a: [2, 1] }],
    ["a", [1], { a: [1, 2] }],
    ["a", {}, { a: [] }],
    ["a", [], { a: {} }],
    ["a", { b: 1 }, { a: { b: 1, c: 2 } }],
    ["a", { b: 1, c: 2 }, { a: { b: 1 } }],
    ["a", false, { a: 0 }],
    ["a", false, { a: null }],
    ["a", "", { a: null }],
    ["constructor", null, {}],
    ["__proto__", {}, {}],
    ["toString.name", "toString", {}],
  ])("%s does not equal %j in %j", (path, value, data) => {
    expect(jsonKeyEquals(path, value)(data)).toBe(false);
  });

  it.each<[string, unknown, unknown]>([
    ["length(tags)", 2, { tags: ["a", "b"] }],
    ["tags[?@ == 'a'] | [0]", "a", { tags: ["b", "a"] }],
    ["actions[*].type", ["a", "b"], { actions: [{ type: "a" }, { type: "b" }] }],
    ["a || b", 1, { b: 1 }],
    ["contains(tags, 'x')", true, { tags: ["x"] }],
    ["a - b", 1, { a: 3, b: 2 }],
    ["@", { a: 1 }, { a: 1 }],
    ["values(@)[0]", 7, { x: 7 }],
    ["a || b", null, {}],
    ["a[*] | [0]", null, { a: [] }],
    ["'x' | @", "x", {}],
    ["a | $.b", 1, { a: {}, b: 1 }],
  ])("%s is JMESPath for %j in %j", (expression, value, data) => {
    expect(jsonKeyEquals(expression, value)(data)).toBe(true);
  });

  it.each([
    " a ",
    "a",
    "\ta\n",
    " a . b ",
    "a .b",
    "a\n.b",
    "a | b",
    "a | @",
    "@.a",
    "$.a",
    "(a).b",
    "(a | b).c",
    "a | @.b | @",
    " a [0]",
    "a[ 0 ]",
    "a | [0]",
    ' "a" ',
    ' a . "b c" ',
    "[ -1 ]",
  ])("what is absent at %j was null in other spellings of the path", (path) => {
    expect(jsonKeyEquals(path, null)({})).toBe(false);
    expect(jsonKeyIn(path, [null, 1])({})).toBe(false);
  });

  it.each<[string, unknown]>([
    [" a ", { a: null }],
    [" a . b ", { a: { b: null } }],
    ["a | b", { a: { b: null } }],
    ["a | @", { a: null }],
    ["@.a", { a: null }],
    ["$.a", { a: null }],
    ["(a | b).c", { a: { b: { c: null } } }],
    ["a [ 0 ]", { a: [null] }],
    ["a | [-1]", { a: [1, null] }],
    ['a . "b c"', { a: { "b c": null } }],
    ["@", null],
  ])("%j finds a null that is there, in %j", (path, data) => {
    expect(jsonKeyEquals(path, null)(data)).toBe(true);
  });

  it("exists in other spellings too, white space included", () => {
    expect(jsonKeyExists(" a . b ")({ a: { b: null } })).toBe(true);
    expect(jsonKeyExists(" a . b ")({ a: {} })).toBe(false);
  });

  it("keeps white space within quotes", () => {
    expect(jsonKeyEquals('a." b "', 1)({ a: { " b ": 1 } })).toBe(true);
    expect(jsonKeyEquals('a." b "', 1)({ a: { b: 1 } })).toBe(false);
  });

  it("reads nothing of a huge value that the filter's own does not have", () => {
    let read = 0;
    const huge = new Proxy<Record<string, unknown>>(
      { b: 1 },
      {
        ownKeys: () => {
          read += 1;
          return [];
        },
      },
    );
    expect(jsonKeyEquals("a", { b: 2 })({ a: huge })).toBe(false);
    expect(jsonKeyEquals("a", { c: 1 })({ a: huge })).toBe(false);
    expect(jsonKeyEquals("a", [{ b: 2 }])({ a: huge })).toBe(false);
    expect(read).toBe(0);
  });

  it("does not pass, rather than throw, on a body the expression cannot be applied to", () => {
    for (const data of [{}, { tags: 5 }, null, [], "x"]) {
      for (const value of [2, null, 0]) {
        expect(jsonKeyEquals("length(tags)", value)(data)).toBe(false);
      }
    }
  });

  it.each([
    ["", /an empty one/],
    ["  ", /an empty one/],
    ["a[", /Syntax error/],
    ["a..b", /Syntax error/],
    [".a", /Syntax error/],
    ["a.", /Syntax error/],
    ["a.[0]", /Syntax error/],
    ['"unclosed', /./],
    ["clé", /unknown character/],
    ["nofn(a)", /unknown function nofn\(\)/],
    ["a[?nofn(b)]", /unknown function nofn\(\)/],
    ["a || __proto__", /__proto__/],
    ["values.first-name", /needs quotes: values\."first-name"$/],
    ["list[-1].first-name[0].b", /needs quotes: list\[-1\]\."first-name"\[0\]\.b$/],
    ["a.1b", /needs quotes: a\."1b"$/],
  ])("refuses the path %j", (path, message) => {
    for (const build of [
      () => jsonKeyEquals(path, 1),
      () => jsonKeyIn(path, [1]),
      () => jsonKeyExists(path),
    ]) {
      expect(build).toThrow(WebhookConfigError);
    }
    expect(() => jsonKeyEquals(path, 1)).toThrow(message);
  });

  it("refuses a path that is not a text", () => {
    for (const path of [undefined, null, 5, ["a"]] as never[]) {
      expect(() => jsonKeyEquals(path, 1)).toThrow(/got (undefined|null|a number|a list)/);
      expect(() => jsonKeyExists(path)).toThrow(WebhookConfigError);
    }
  });

  it.each([
    ["undefined", undefined],
    ["undefined inside", { a: undefined }],
    ["NaN", Number.NaN],
    ["Infinity", [Number.POSITIVE_INFINITY]],
    ["a bigint", 1n],
    ["a function", () => true],
    ["a symbol", Symbol("a")],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["an array with a hole", new Array(2)],
  ])("refuses %s, which no JSON equals", (_what, value) => {
    expect(() => jsonKeyEquals("a", value)).toThrow(WebhookConfigError);
    expect(() => jsonKeyIn("a", ["fine", value])).toThrow(WebhookConfigError);
  });

  it("refuses a value that holds itself", () => {
    const value: unknown[] = [];
    value.push({ value });
    expect(() => jsonKeyEquals("a", value)).toThrow(/nested too deeply or holds itself/);
  });

  it("finds any value at any path, and none that differs", () => {
    const step = fc.oneof(key, fc.nat(4));
    const path = fc.array(step, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(path, json, json, (path, leaf, other) => {
        const data = JSON.parse(JSON.stringify(wrap(path, leaf)));
        const same = JSON.parse(JSON.stringify(leaf));
        expect(jsonKeyEquals(quote(path), same)(data)).toBe(true);
        expect(jsonKeyExists(quote(path))(data)).toBe(true);
        const [left, right] = [same, JSON.parse(JSON.stringify(other))];
        expect(jsonKeyEquals(quote(path), right)(data)).toBe(canonical(left) === canonical(right));
      }),
      { numRuns: 500 },
    );
  });

  it("does not follow changes to the value it was made with", () => {
    const value = { id: 1, tags: ["a"] };
    const filter = jsonKeyEquals("user", value);
    value.tags.push("b");
    value.id = 2;
    expect(filter({ user: { id: 1, tags: ["a"] } })).toBe(true);
  });

  it("copes with bodies nested deeply", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`);
    expect(jsonKeyEquals("a", { a: 1 })(deep)).toBe(false);
    expect(jsonKeyEquals("a.a.a", { a: 1 })(deep)).toBe(false);
    expect(typeof jsonKeyEquals("a == b", true)(deep)).toBe("boolean");
  });
});

describe("jsonKeyIn", () => {
  it.each<[unknown[], unknown, boolean]>([
    [["a", "b"], "b", true],
    [["a", "b"], "c", false],
    [[1, true], 1, true],
    [[1], true, false],
    [[null], null, true],
    [[null], undefined, false],
    [["a", { b: [1] }], { b: [1] }, true],
    [["a", { b: [1] }], { b: [2] }, false],
    [["a", { b: [1] }], "a", true],
  ])("in %j, %j: %s", (values, value, expected) => {
    expect(jsonKeyIn("key", values)({ key: value })).toBe(expected);
  });

  it("does not find what is absent", () => {
    expect(jsonKeyIn("key", [null, 1])({})).toBe(false);
  });

  it("refuses no list, and an empty one", () => {
    for (const values of [[], undefined, "ab", new Set([1]), { length: 1 }] as never[]) {
      expect(() => jsonKeyIn("a", values)).toThrow(WebhookConfigError);
    }
  });
});

describe("jsonKeyExists", () => {
  it("tells null from absent", () => {
    const filter = jsonKeyExists("data.input");
    expect(filter({ data: { input: null } })).toBe(true);
    expect(filter({ data: { input: false } })).toBe(true);
    expect(filter({ data: {} })).toBe(false);
    expect(filter({ data: null })).toBe(false);
    expect(filter(null)).toBe(false);
  });

  it("looks at the sender's own keys only", () => {
    for (const path of ["constructor", "__proto__", "toString", "a.length", "a.constructor"]) {
      expect(jsonKeyExists(path)({ a: [1] }), path).toBe(false);
    }
    expect(jsonKeyExists("__proto__.x")(JSON.parse('{"__proto__":{"x":null}}'))).toBe(true);
  });

  it("takes no JMESPath beyond keys and indexes", () => {
    for (const path of ["a || b", "length(a)", "a[*]", "a[]", "@", "a[0:1]", "*", "a | b"]) {
      expect(() => jsonKeyExists(path)).toThrow(/keys and indexes only/);
    }
  });
});

it("names filters after what they look at", () => {
  expect(jsonKeyEquals("user.id", "a secret").name).toBe("jsonKeyEquals(user.id)");
  expect(jsonKeyIn("user.id", [1]).name).toBe("jsonKeyIn(user.id)");
  expect(jsonKeyExists("user.id").name).toBe("jsonKeyExists(user.id)");
});

/** One spelling for all that is the same JSON. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? { keys: Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)) }
      : item,
  );
}
