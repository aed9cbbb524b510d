import { schemas } from "../index.ts";
import type { Schema } from "../schema.ts";
import { allRows } from "./conformance-rows.test-helpers.ts";

/** What this runtime makes of every case of the original, as one JSON value a row. */
export function outcomes(): { name: string; valid: boolean; outcome: unknown }[] {
  return allRows.map((row) => {
    const schema = (schemas as Readonly<Record<string, Schema>>)[row.schema] as Schema;
    return {
      name: `${row.schema}, ${row.case}`,
      valid: schema.validate(row.input).success,
      outcome: outcomeOf(schema, row.input),
    };
  });
}

function outcomeOf(schema: Schema, input: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(schema.encode(schema.decode(structuredClone(input)))));
  } catch (error) {
    return String(error);
  }
}

/** Run as a program it prints them, behind whether the runtime builds functions from text. */
if (process.argv[2] === "print") {
  const forbidden = (() => {
    try {
      return new Function("return false")();
    } catch {
      return true;
    }
  })();
  process.stdout.write(JSON.stringify({ forbidden, outcomes: outcomes() }));
}
