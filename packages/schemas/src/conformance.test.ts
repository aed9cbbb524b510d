import { describe, expect, it } from "vitest";
import { type Schema, schemas } from "./index.ts";
import {
  additions,
  allRows,
  originalRows,
  type Row,
} from "./internal/conformance-rows.test-helpers.ts";

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

describe("agrees with the original, and with what we added", () => {
  it("has the 1,942 cases of the original, release 1.10.0", () => {
    expect(originalRows.length).toBeGreaterThanOrEqual(1942);
  });

  it("has a case that is taken and one that is refused for each schema we added", () => {
    for (const [schema, { cases }] of Object.entries(additions)) {
      const verdicts = new Set(cases.map(({ valid }) => valid));
      expect(verdicts, schema).toEqual(new Set([true, false]));
    }
  });

  for (const row of allRows) it(`${row.schema}, ${row.case}`, () => check(row));
});
