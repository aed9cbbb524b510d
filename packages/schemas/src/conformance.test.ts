import { describe, expect, it } from "vitest";
import cases from "../conformance/schema-cases.json" with { type: "json" };
import { type Schema, schemas } from "./index.ts";

interface Row {
  readonly schema: string;
  readonly case: string;
  readonly input: unknown;
  readonly valid: boolean;
  readonly errorPaths?: readonly string[];
  readonly reencoded?: unknown;
}

const rows: readonly Row[] = cases;
const registry: Readonly<Record<string, Schema>> = schemas;

/** The original writes null for everything that was absent: the two compare as equal. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}

describe("agrees with the original", () => {
  it("has its 1,927 cases", () => expect(rows).toHaveLength(1927));

  for (const row of rows) {
    it(`${row.schema}, ${row.case}`, () => {
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
    });
  }
});
