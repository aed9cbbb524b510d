import type { z } from "zod";
import type { Finding, SchemaRef } from "./specs.ts";
import { type Strictness, zodOf } from "./zod.ts";

/** Everything that is wrong with a wire value. */
export function issuesOf(schema: SchemaRef, wire: unknown, strictness: Strictness): Finding[] {
  const result = zodOf(schema, strictness).safeParse(wire);
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
    return { path, code: codeOf(issue, at(wire, path)), message: issue.message };
  });
}

function codeOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === "custom") {
    const { code, broken } = issue.params ?? {};
    if (typeof code === "string") return code;
    if (typeof broken === "function") return broken(value)?.code ?? "invalid";
  }
  if (value === undefined) return "missing";
  if (issue.code === "invalid_union") return "unknown_type";
  if (issue.code === "invalid_value") return "wrong_constant";
  return "wrong_type";
}

function at(wire: unknown, path: readonly (string | number)[]): unknown {
  let value = wire;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
