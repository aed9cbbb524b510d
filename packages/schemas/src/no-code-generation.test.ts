import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Schema } from "./index.ts";
import { allRows } from "./internal/conformance-rows.test-helpers.ts";

/* Workers and strict content policies forbid `new Function`: the same answers must come without it. */
describe("a runtime that forbids code generation", () => {
  let registry: Readonly<Record<string, Schema>> = {};
  let attempts = 0;

  beforeAll(async () => {
    const refuse = () => {
      attempts++;
      throw new EvalError("Code generation from strings disallowed for this context");
    };
    vi.stubGlobal("Function", new Proxy(Function, { construct: refuse, apply: refuse }));
    vi.resetModules();
    registry = (await import("./index.ts")).schemas;
  });
  afterAll(() => vi.unstubAllGlobals());

  it("gets the same answers in every case of the original", async () => {
    const { schemas } = await vi.importActual<typeof import("./index.ts")>("./index.ts");
    expect(registry).not.toBe(undefined);
    for (const row of allRows) {
      const schema = registry[row.schema] as Schema;
      expect(schema.validate(row.input).success, `${row.schema}, ${row.case}`).toBe(row.valid);
      const outcome = (of: Schema) => {
        try {
          return of.encode(of.decode(structuredClone(row.input)));
        } catch (error) {
          return error instanceof Error ? error.message : error;
        }
      };
      const usual = (schemas as Readonly<Record<string, Schema>>)[row.schema] as Schema;
      expect(outcome(schema)).toEqual(outcome(usual));
    }
  });

  it("was really forbidden", () => expect(attempts).toBeGreaterThan(86));
});
