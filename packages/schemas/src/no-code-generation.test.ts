import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { allRows } from "./internal/conformance-rows.test-helpers.ts";
import { outcomes } from "./internal/outcomes.test-helpers.ts";

/* Workers and strict content policies forbid `new Function`: the same answers must come without it. */
describe("a runtime that forbids code generation", () => {
  const program = fileURLToPath(new URL("./internal/outcomes.test-helpers.ts", import.meta.url));
  const flags = ["--disallow-code-generation-from-strings", "--import", "tsx"];
  const printed = execFileSync(process.execPath, [...flags, program, "print"], {
    maxBuffer: 2 ** 27,
    encoding: "utf8",
  });
  const there = JSON.parse(printed) as { forbidden: boolean; outcomes: typeof here };
  const here = outcomes();

  it("was really forbidden", () => expect(there.forbidden).toBe(true));

  it("gets the same answers in every case of the original", () => {
    expect(there.outcomes).toHaveLength(allRows.length);
    for (const [index, row] of there.outcomes.entries()) expect(row).toEqual(here[index]);
    expect(here.map(({ valid }) => valid)).toEqual(allRows.map(({ valid }) => valid));
  });
});
