import { readFileSync } from "node:fs";

/** One observation of the original, as `conformance/servo-cases.json` has it. */
export interface ServoCase {
  readonly name: string;
  readonly group: string;
  // biome-ignore lint/suspicious/noExplicitAny: rows of each group have a shape of their own
  readonly given: any;
  // biome-ignore lint/suspicious/noExplicitAny: rows of each group have a shape of their own
  readonly expected: any;
  // biome-ignore lint/suspicious/noExplicitAny: rows of each group have a shape of their own
  readonly expected_0_2_3?: any;
  readonly only?: string;
  readonly original_defect?: string;
  readonly read?: true;
}

/** All rows. */
export const servoCases: readonly ServoCase[] = JSON.parse(
  readFileSync(new URL("../../conformance/servo-cases.json", import.meta.url), "utf8"),
);

/** The rows of one group. */
export function casesOf(group: string): readonly ServoCase[] {
  return servoCases.filter((row) => row.group === group);
}

/** Refuses a row that says something its reader would leave out of account. */
export function understands(what: string, given: object, keys: readonly string[]): void {
  const unknown = Object.keys(given).filter((key) => !keys.includes(key));
  if (unknown.length === 0) return;
  throw new Error(
    `${what}: the reader knows nothing of ${unknown.join(", ")}; it knows ${keys.join(", ")}`,
  );
}

/** The events of a fresh application of the original. */
export const builtIn = [
  "attach",
  "detach",
  "startup",
  "shutdown",
  "metrics",
  "components",
  "measure",
  "check",
  "describe",
  "adjust",
  "promote",
];
