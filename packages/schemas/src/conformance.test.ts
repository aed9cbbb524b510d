import { describe, expect, it } from "vitest";
import added from "../conformance/additions.json" with { type: "json" };
import cases from "../conformance/schema-cases.json" with { type: "json" };
import { type Schema, schemas } from "./index.ts";

interface Case {
  readonly case: string;
  readonly input: unknown;
  readonly valid: boolean;
  readonly errorPaths?: readonly string[];
  readonly reencoded?: unknown;
}

interface Row extends Case {
  readonly schema: string;
}

const rows: readonly Row[] = cases;
const additions: Readonly<Record<string, { readonly cases: readonly Case[] }>> = added;
const registry: Readonly<Record<string, Schema>> = schemas;

/** The original writes null for everything that was absent: the two compare as equal. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}

function check(row: Row): void {
  const schema = registry[row.schema];
  if (schema === undefined) throw new Error(`there is no schema ${row.schema}`);
  const result = schema.validate(row.input);
  expect(result.success).toBe(row.valid);

  const ours = result.success ? [] : result.issues.map(({ path }) => path.join("/"));
  for (const path of row.errorPaths ?? []) {
    const covered = ours.some((our) => our === path || our.startsWith(`${path}/`));
    expect(covered, `${path} is covered by ${ours.join(", ")}`).toBe(true);
  }

  if ("reencoded" in row) {
    const reencoded = schema.encode(schema.decode(structuredClone(row.input)));
    expect(withoutNulls(reencoded)).toEqual(withoutNulls(row.reencoded));
  }
}

describe("agrees with the original", () => {
  it("has its 1,927 cases", () => expect(rows.length).toBeGreaterThanOrEqual(1927));

  for (const row of rows) it(`${row.schema}, ${row.case}`, () => check(row));
});

describe("conformance/additions.json", () => {
  it("has a case that is taken and one that is refused for each schema we added", () => {
    for (const [schema, { cases }] of Object.entries(additions)) {
      const verdicts = new Set(cases.map(({ valid }) => valid));
      expect(verdicts, schema).toEqual(new Set([true, false]));
    }
  });

  for (const [schema, { cases }] of Object.entries(additions)) {
    for (const row of cases) it(`${schema}, ${row.case}`, () => check({ schema, ...row }));
  }
});
