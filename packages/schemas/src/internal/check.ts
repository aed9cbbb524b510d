import { compileCheck } from "./compile.ts";
import { isObject } from "./decode.ts";
import { brokenCount, brokenNumber, brokenText } from "./limits.ts";
import type { SchemaRef, SlotSpec, Spec, SpecOf } from "./specs.ts";

type Check = (value: unknown) => boolean;
type ObjectCheck = (value: Record<string, unknown>) => boolean;

/*
 * Whether a value passes, as fast as that can be said: `issues.ts` says why not. Both rest on the same limits, and a property
 * test holds them together. A check is made when the first value of its kind is met.
 */

const checks = new WeakMap<SchemaRef, Check>();

/** Whether a wire value passes the strict schema. */
function passes(schema: SchemaRef, wire: unknown): boolean {
  let check = checks.get(schema);
  if (check === undefined) {
    check = objectCheck(schema);
    checks.set(schema, check);
  }
  return check(wire);
}

/** Whether a wire value fits a strict spec. */
export function passesSpec(spec: SlotSpec, wire: unknown): boolean {
  return spec.kind === "object" ? passes(spec.schema, wire) : passesOne(spec, wire);
}

function objectCheck({ fields, rule }: SchemaRef): Check {
  const keys = Object.keys(fields);
  const slots = Object.values(fields).map(({ spec }) => slotCheck(spec));
  const fits = compileCheck(keys, slots) ?? interpretedCheck(keys, slots);
  if (rule === undefined) return (value) => isObject(value) && fits(value);
  return (value) => isObject(value) && fits(value) && rule.findings(value).length === 0;
}

function interpretedCheck(keys: readonly string[], slots: readonly Check[]): ObjectCheck {
  return (value) => keys.every((key, index) => slots[index]?.(value[key]));
}

/** The check of a field, which may be absent or null if its presence says so. */
function slotCheck(spec: Spec): Check {
  const { optional = false, nullable = false } = spec.presence;
  const fits = valueCheck(spec);
  return (value) => {
    if (value === undefined) return optional;
    return value === null ? nullable : fits(value);
  };
}

function valueCheck(spec: Spec): Check {
  switch (spec.kind) {
    case "constant":
      return constantCheck(spec);
    case "text":
      return textCheck(spec);
    case "number":
      return numberCheck(spec);
    case "flag":
      return (value) => typeof value === "boolean";
    case "dict":
      return dictCheck(spec);
    case "list":
      return listCheck(spec);
    case "object":
      return (value) => passes(spec.schema, value);
    case "oneOf":
      return (value) => passesOne(spec, value);
  }
}

function constantCheck({ value: constant }: SpecOf<"constant">): Check {
  if (typeof constant === "string") return (value) => value === constant;
  return (value) => Array.isArray(value) && value.length === 0;
}

function textCheck({ limits }: SpecOf<"text">): Check {
  const isLimited = Object.values(limits).some((limit) => limit !== undefined);
  if (!isLimited) return (value) => typeof value === "string";
  return (value) => typeof value === "string" && brokenText(limits, value) === undefined;
}

function numberCheck({ integer, range }: SpecOf<"number">): Check {
  return (value) =>
    typeof value === "number" &&
    Number.isFinite(value) &&
    brokenNumber(range, integer, value) === undefined;
}

/** Stops at the first item that does not pass: a body may hold 350,000 of them. */
function listCheck({ items, range }: SpecOf<"list">): Check {
  const fits = valueCheck(items);
  return (value) =>
    Array.isArray(value) &&
    brokenCount(range, value.length) === undefined &&
    value.every((item) => fits(item));
}

/** Stops at the first key or value that does not pass, as lists do. */
function dictCheck({ texts }: SpecOf<"dict">): Check {
  if (texts === undefined) return isObject;
  return (value) => {
    if (!isObject(value)) return false;
    for (const key of Object.keys(value)) {
      if (typeof value[key] !== "string" || !texts.regexp.test(key)) return false;
    }
    return true;
  };
}

function passesOne({ schemas }: SpecOf<"oneOf">, wire: unknown): boolean {
  if (!isObject(wire) || typeof wire.type !== "string") return false;
  const schema = schemas.get(wire.type);
  return schema !== undefined && passes(schema, wire);
}
