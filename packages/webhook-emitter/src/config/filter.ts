import { nearest } from "@clustaar/webhook-core/endpoint";
import { meantAndKnown } from "../internal/meant.ts";
import { described, isMapping, type Mistake, type Path } from "./fields.ts";
import type { Filter } from "./settings.ts";

/** A filter that was read: asks a body, and says what does not fit. */
export interface CompiledFilter {
  /** What does not fit (`input.total $gt 100`); undefined: all of it fits. */
  misfit(body: unknown): string | undefined;
}

type Check = (value: unknown, found: boolean) => boolean;

const operators = ["$in", "$not", "$gt", "$gte", "$lt", "$lte", "$exists"] as const;
type Operator = (typeof operators)[number];

/**
 * Reads a filter: `{ "input.total": { $gt: 100 }, "input.country": "FR" }`, all of which must fit. Mistakes are added to
 * `mistakes`, with their place.
 */
export function compileFilter(filter: Filter, path: Path, mistakes: Mistake[]): CompiledFilter {
  const conditions: ((body: unknown) => string | undefined)[] = [];
  for (const [key, condition] of Object.entries(filter)) {
    const place = [...path, key];
    if (key === "$or") conditions.push(compileOr(condition, place, mistakes));
    else if (key.startsWith("$")) {
      mistakes.push({
        path: place,
        message: unknownOperator(key, ["$or"], "a path of the body, or $or"),
      });
    } else conditions.push(compileCondition(key, condition, place, mistakes));
  }
  return {
    misfit(body) {
      for (const condition of conditions) {
        const misfit = condition(body);
        if (misfit !== undefined) return misfit;
      }
      return undefined;
    },
  };
}

function compileOr(value: unknown, path: Path, mistakes: Mistake[]) {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isMapping)) {
    mistakes.push({ path, message: `expected a list of conditions, got ${described(value)}` });
    return () => undefined;
  }
  const branches = value.map((one, at) => compileFilter(one, [...path, at], mistakes));
  return (body: unknown) => {
    const misfits = branches.map(({ misfit }) => misfit(body));
    return misfits.includes(undefined) ? undefined : `$or: ${misfits.join(", ")}`;
  };
}

function compileCondition(key: string, condition: unknown, path: Path, mistakes: Mistake[]) {
  const segments = key.split(".");
  const checks = checksOf(condition, path, mistakes);
  return (body: unknown) => {
    const { value, found } = lookUp(body, segments);
    const failed = checks.find(({ check }) => !check(value, found));
    return failed && `${key} ${failed.text}`;
  };
}

function checksOf(
  condition: unknown,
  path: Path,
  mistakes: Mistake[],
): { text: string; check: Check }[] {
  if (!isMapping(condition) || !Object.keys(condition).some((key) => key.startsWith("$"))) {
    checkComparable(condition, path, mistakes);
    return [
      { text: JSON.stringify(condition) ?? "null", check: (value) => equal(value, condition) },
    ];
  }
  return Object.entries(condition).map(([operator, operand]) => ({
    text: `${operator} ${JSON.stringify(operand)}`,
    check: checkOf(operator, operand, [...path, operator], mistakes),
  }));
}

function checkOf(operator: string, operand: unknown, path: Path, mistakes: Mistake[]): Check {
  const wrong = (expected: string): Check => {
    mistakes.push({ path, message: `expected ${expected}, got ${described(operand)}` });
    return () => false;
  };
  switch (operator as Operator) {
    case "$in":
      if (!Array.isArray(operand)) return wrong("a list of values");
      for (const [at, one] of operand.entries()) checkComparable(one, [...path, at], mistakes);
      return (value, found) => found && operand.some((one) => equal(value, one));
    case "$not": {
      const checks = checksOf(operand, path, mistakes);
      return (value, found) => !checks.every(({ check }) => check(value, found));
    }
    case "$exists":
      if (typeof operand !== "boolean") return wrong("true or false");
      return (_value, found) => found === operand;
    case "$gt":
    case "$gte":
    case "$lt":
    case "$lte":
      if (typeof operand !== "string" && !Number.isFinite(operand))
        return wrong("a number or text");
      return (value) =>
        typeof value === typeof operand && compare(operator, value as number, operand as number);
    default:
      mistakes.push({ path, message: unknownOperator(operator, operators, "an operator") });
      return () => false;
  }
}

/** Refuses what no body can hold, and what would therefore never fit: YAML reads `2026-11-26` without quotes as a date. */
function checkComparable(value: unknown, path: Path, mistakes: Mistake[]): void {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) checkComparable(item, [...path, at], mistakes);
  } else if (isMapping(value)) {
    for (const [key, item] of Object.entries(value))
      checkComparable(item, [...path, key], mistakes);
  } else if (
    value !== null &&
    typeof value !== "string" &&
    typeof value !== "boolean" &&
    !Number.isFinite(value)
  ) {
    const hint = value instanceof Date ? "; put it in quotes to compare it as text" : "";
    mistakes.push({ path, message: `expected what JSON can hold, got ${described(value)}${hint}` });
  }
}

function compare(operator: string, value: number | string, operand: number | string): boolean {
  if (operator === "$gt") return value > operand;
  if (operator === "$gte") return value >= operand;
  return operator === "$lt" ? value < operand : value <= operand;
}

function unknownOperator(key: string, known: readonly string[], expected: string): string {
  const meant = nearest(key, known);
  const rest = meantAndKnown(meant, `the operators are ${known.join(", ")}`);
  return `expected ${expected}, got ${JSON.stringify(key)}${rest}`;
}

/** What stands at a path of plain JSON; the numbers in it are indexes of lists. */
function lookUp(body: unknown, segments: readonly string[]): { value: unknown; found: boolean } {
  let value = body;
  for (const segment of segments) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) {
      return { value: undefined, found: false };
    }
    value = (value as Record<string, unknown>)[segment];
  }
  return { value, found: value !== undefined };
}

/** JSON equality. */
function equal(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return false;
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(other, key) &&
      equal((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
  );
}
