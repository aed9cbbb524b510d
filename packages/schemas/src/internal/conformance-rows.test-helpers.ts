import added from "../../conformance/additions.json" with { type: "json" };
import cases from "../../conformance/schema-cases.json" with { type: "json" };

/** What one input has to come to. */
export interface Case {
  readonly case: string;
  readonly input: unknown;
  readonly valid: boolean;
  readonly errorPaths?: readonly string[];
  readonly reencoded?: unknown;
}

export interface Row extends Case {
  readonly schema: string;
}

/** What the original does: `clustaar.schemas` of Python, release 1.10.0. */
export const originalRows: readonly Row[] = cases;

/** The schemas that we added, by name. */
export const additions: Readonly<Record<string, { readonly cases: readonly Case[] }>> = added;

const addedRows = Object.entries(additions).flatMap(([schema, { cases: own }]) =>
  own.map((row): Row => ({ schema, ...row })),
);

export const allRows: readonly Row[] = [...originalRows, ...addedRows];
