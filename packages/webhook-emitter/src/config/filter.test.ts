import { describe, expect, it } from "vitest";
import { parseEventPattern } from "./event-patterns.ts";
import { compileFilter } from "./filter.ts";

const body = {
  event: "after:order.paid",
  input: {
    total: 100,
    country: "FR",
    tags: ["a", "b"],
    note: null,
    nested: { a: { b: 1 } },
    "a.b": 1,
  },
  results: [{ connector: "x", value: 5 }],
};

function misfit(filter: Record<string, unknown>): string | undefined {
  const mistakes: never[] = [];
  const compiled = compileFilter(filter, [], mistakes);
  expect(mistakes).toEqual([]);
  return compiled.misfit(body);
}

describe("filters", () => {
  it.each([
    [{}],
    [{ event: "after:order.paid" }],
    [{ "input.total": 100 }],
    [{ "input.total": { $gte: 100, $lte: 100 } }],
    [{ "input.total": { $gt: 99, $lt: 101 } }],
    [{ "input.country": { $in: ["DE", "FR"] } }],
    [{ "input.country": { $gt: "FA" } }],
    [{ "input.country": { $not: "DE" } }],
    [{ "input.country": { $not: { $in: ["DE"] } } }],
    [{ "input.missing": { $not: "x" } }],
    [{ "input.missing": { $exists: false } }],
    [{ "input.note": { $exists: true } }],
    [{ "input.note": null }],
    [{ "input.tags": ["a", "b"] }],
    [{ "input.tags.0": "a" }],
    [{ "input.nested": { a: { b: 1 } } }],
    [{ "results.0.value": { $gte: 5 } }],
    [{ $or: [{ "input.total": 1 }, { "input.country": "FR" }] }],
    [{ "input.country": "FR", $or: [{ "input.total": 100 }] }],
  ])("%j fits", (filter) => expect(misfit(filter)).toBeUndefined());

  it.each([
    [{ "input.total": { $gt: 100 } }, "input.total $gt 100"],
    [{ "input.total": "100" }, 'input.total "100"'],
    [{ "input.total": { $gt: "9" } }, 'input.total $gt "9"'],
    [{ "input.country": { $in: [] } }, "input.country $in []"],
    [{ "input.country": { $not: "FR" } }, 'input.country $not "FR"'],
    [{ "input.missing": null }, "input.missing null"],
    [{ "input.missing": { $exists: true } }, "input.missing $exists true"],
    [{ "input.toString": { $exists: true } }, "input.toString $exists true"],
    [{ "input.country.length": 2 }, "input.country.length 2"],
    [{ "input.a.b": 1 }, "input.a.b 1"],
    [{ "input.nested": { a: { b: 1, c: 2 } } }, 'input.nested {"a":{"b":1,"c":2}}'],
    [{ $or: [{ "input.total": 1 }, { "input.total": 2 }] }, "$or: input.total 1, input.total 2"],
  ])("%j does not: %s", (filter, reason) => expect(misfit(filter)).toBe(reason));
});

describe("event patterns", () => {
  it.each([
    ["after:order.paid", "after", ["order.paid"], ["order.paid.late", "xorder.paid"]],
    ["order.*", "after", ["order.paid", "order."], ["order", "xorder.paid"]],
    ["before:*", "before", ["a", "order.paid"], ["webhook.disabled"]],
    ["*.paid", "after", ["order.paid", ".paid"], ["order.paid.x"]],
    ["a*b*c", "after", ["abc", "axbxc", "abbc"], ["ab", "acb"]],
    ["a*a", "after", ["aa", "aba"], ["a"]],
    ["webhook.*", "after", ["webhook.disabled"], ["order.paid"]],
    ["after:a:b", "after", ["a:b"], ["a"]],
  ])("%s", (text, when, yes, no) => {
    const pattern = parseEventPattern(text);
    expect(pattern.when).toBe(when);
    for (const name of yes) expect(pattern.fits(name), name).toBe(true);
    for (const name of no) expect(pattern.fits(name), name).toBe(false);
  });

  it("of many stars takes no longer than one of few", () => {
    const pattern = parseEventPattern(`${"*a".repeat(200)}*b`);
    expect(pattern.fits("a".repeat(20_000))).toBe(false);
  });
});
