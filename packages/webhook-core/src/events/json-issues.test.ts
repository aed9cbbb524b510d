import { describe, expect, it } from "vitest";
import { jsonIssues } from "./json-issues.ts";

const told = (value: unknown) =>
  jsonIssues(value, []).map(({ path, message }) => `${path.join("/")}: ${message}`);

describe("jsonIssues", () => {
  it("finds nothing in what JSON can hold, undefined and dates included", () => {
    const shared = { n: 1 };
    const value = { a: [1, "x", true, null, undefined, shared, shared], d: new Date(0), s: shared };
    expect(told(value)).toEqual([]);
    expect(told(Object.assign(Object.create(null), { a: 1 }))).toEqual([]);
    class Order {
      id = 1;
    }
    const own = [new Order(), Object.create(null), new URL("https://a.b"), Buffer.from("x")];
    expect(told(own)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ["a promise", { user: Promise.resolve(1) }, "user: expected a value, got a promise"],
    // biome-ignore lint/suspicious/noThenProperty: a query of an ORM is one
    ["a query that runs when awaited", [{ then: () => {} }], "0: expected a value, got a promise"],
    ["NaN", { a: [Number.NaN] }, "a/0: expected a finite number, got NaN"],
    ["Infinity", { a: { b: -1 / 0 } }, "a/b: expected a finite number, got -Infinity"],
    ["a bigint", { a: 1n }, "a: expected a value that JSON can hold, got a bigint"],
    ["a function", { now: Date.now }, "now: expected a value that JSON can hold, got a function"],
    ["a symbol", { a: Symbol("x") }, "a: expected a value that JSON can hold, got a symbol"],
    ["a map", { a: new Map() }, "a: expected a value that JSON can hold, got a Map"],
    ["a set", { a: new Set() }, "a: expected a value that JSON can hold, got a Set"],
    [
      "an error",
      { a: new Error("x") },
      "a: expected a value that JSON can hold, got an object (Error)",
    ],
    ["headers", { a: new Headers({ b: "c" }) }, "got an object (Headers) that JSON writes as {}"],
    ["a regular expression", { a: /x/ }, "got an object (RegExp) that JSON writes as {}"],
    ["bytes", { a: new Uint8Array(3) }, "a: expected a value that JSON can hold, got bytes"],
    ["an invalid date", { a: new Date("x") }, "a: expected a date, got an invalid one"],
  ])("names %s", (_what, value, message) => {
    expect(told(value)).toEqual([expect.stringContaining(message)]);
  });

  it("names a circle where it closes", () => {
    const order: Record<string, unknown> = { lines: [{}] };
    (order.lines as object[])[0] = { order };
    expect(told(order)).toEqual(["lines/0/order: expected a value without circles"]);
  });

  it("stops at 200 issues and at 2,000 levels", () => {
    expect(told(Array(100_000).fill(Number.NaN)).length).toBe(200);
    let deep: unknown = 1;
    for (let level = 0; level < 2_000; level++) deep = [deep];
    expect(told(deep)).toEqual([]);
    expect(told([deep])[0]).toContain("expected at most 2000 levels of nesting");
  });

  it("a promise that is named and fails later does not end the process", async () => {
    const failing = new Promise((_resolve, reject) => setTimeout(reject, 5, new Error("late")));
    expect(told({ failing })).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
});
