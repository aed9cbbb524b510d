import { MOST_ISSUES } from "../schema-error.ts";
import { isObject } from "./decode.ts";
import { type Broken, brokenCount, brokenNumber, brokenText, described } from "./limits.ts";
import {
  discriminator,
  type Finding,
  type SchemaRef,
  type SlotSpec,
  type Spec,
  type SpecOf,
} from "./specs.ts";
import { wrongType } from "./wrong-type.ts";

/** `strict`: every limit, what we send. `shape`: what decoding asks for, so that a failed one is told why. */
export type Strictness = "strict" | "shape";

/**
 * What is wrong with a wire value: the first 200 issues. A hopeless document may have a million, which would take seconds.
 */
export function issuesOf(spec: SlotSpec, wire: unknown, strictness: Strictness): Finding[] {
  const walk = new Walk(strictness === "strict");
  walk.value(spec, wire);
  return walk.found;
}

/** Goes through a value along the fields of its schema, and notes what does not fit. */
class Walk {
  readonly found: Finding[] = [];
  readonly #path: (string | number)[] = [];
  readonly #strict: boolean;

  constructor(strict: boolean) {
    this.#strict = strict;
  }

  #object({ fields, rule, tolerant = false }: SchemaRef, value: unknown): void {
    if (!isObject(value)) {
      this.#wrongType("an object", value);
      return;
    }
    for (const key of Object.keys(fields)) {
      const spec = fields[key]?.spec;
      if (spec !== undefined && !this.#mayStand(spec, value[key], tolerant)) {
        this.#below(key, spec, value[key]);
      }
    }
    if (rule === undefined || !this.#strict) return;
    for (const { path, code, message } of rule.findings(value)) this.#note(code, message, ...path);
  }

  /** Whether a value needs no look: it may be absent or null and is, or it need not fit where it stands. */
  #mayStand({ presence }: Spec, value: unknown, tolerant: boolean): boolean {
    const { optional = false, nullable = false, missing } = presence;
    if (this.#strict) return (optional && value === undefined) || (nullable && value === null);
    // What does not fit a part of a notification is kept in `extra`, if the field can do without.
    if (optional || nullable || missing !== undefined) return tolerant || (value ?? null) === null;
    return presence.default !== undefined && value === undefined;
  }

  #below(key: string | number, spec: Spec, value: unknown): void {
    this.#path.push(key);
    this.value(spec, value);
    this.#path.pop();
  }

  value(spec: Spec, value: unknown): void {
    switch (spec.kind) {
      case "constant":
        this.#constant(spec, value);
        break;
      case "text":
        if (typeof value !== "string") this.#wrongType("text", value);
        else if (this.#strict) this.#broken(brokenText(spec.limits, value));
        break;
      case "number":
        this.#number(spec, value);
        break;
      case "flag":
        if (typeof value !== "boolean") this.#wrongType("true or false", value);
        break;
      case "dict":
        this.#dict(spec, value);
        break;
      case "list":
        this.#list(spec, value);
        break;
      case "object":
        if (!this.#isCarried(spec, value)) this.#object(spec.schema, value);
        break;
      case "oneOf":
        if (!this.#isCarried(spec, value)) this.#union(spec, value);
    }
  }

  #constant({ value: constant }: SpecOf<"constant">, value: unknown): void {
    if (typeof constant !== "string") {
      if (!Array.isArray(value) || value.length > 0) this.#wrongType("an empty list", value);
    } else if (value !== constant) {
      const message = `expected ${JSON.stringify(constant)}, got ${described(value)}`;
      this.#note(value === undefined ? "missing" : "wrong_constant", message);
    }
  }

  #number({ integer, range }: SpecOf<"number">, value: unknown): void {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      this.#wrongType(integer ? "a whole number" : "a number", value);
    } else {
      this.#broken(brokenNumber(this.#strict ? range : {}, integer, value));
    }
  }

  #dict({ texts }: SpecOf<"dict">, value: unknown): void {
    if (!isObject(value)) {
      this.#wrongType("an object", value);
      return;
    }
    if (texts === undefined) return;
    for (const key of Object.keys(value)) {
      if (this.#isFull) return;
      if (typeof value[key] !== "string") {
        this.#note("wrong_type", `expected text, got ${described(value[key])}`, key);
      } else if (this.#strict && !texts.regexp.test(key)) {
        this.#note("key", `a key of ${texts.says}, got ${described(key)}`, key);
      }
    }
  }

  #list({ items, range }: SpecOf<"list">, value: unknown): void {
    if (!Array.isArray(value)) {
      this.#wrongType("a list", value);
      return;
    }
    // First, so that no number of bad items hides what is wrong with the list itself.
    if (this.#strict) this.#broken(brokenCount(range, value.length));
    for (let index = 0; index < value.length && !this.#isFull; index++) {
      this.#below(index, items, value[index]);
    }
  }

  /** Whether what does not fit is carried as unknown, or handed over as it came; but something must be there. */
  #isCarried(spec: SpecOf<"object"> | SpecOf<"oneOf">, value: unknown): boolean {
    if (this.#strict) return false;
    if (spec.carryUnknown) return value !== undefined;
    return spec.kind === "oneOf" && spec.chosenBy !== undefined && isObject(value);
  }

  #union({ schemas }: SpecOf<"oneOf">, value: unknown): void {
    if (!isObject(value)) {
      this.#wrongType("an object", value);
      return;
    }
    const { type } = value;
    const schema = typeof type === "string" ? schemas.get(type) : undefined;
    if (schema !== undefined) {
      this.#object(schema, value);
    } else {
      const message = wrongType([...schemas.values()].map(discriminator), type);
      this.#note(type === undefined ? "missing" : "unknown_type", message, "type");
    }
  }

  #wrongType(expected: string, value: unknown): void {
    const message = `expected ${expected}, got ${described(value)}`;
    this.#note(value === undefined ? "missing" : "wrong_type", message);
  }

  #broken(limit: Broken | undefined): void {
    if (limit !== undefined) this.#note(limit.code, limit.message);
  }

  get #isFull(): boolean {
    return this.found.length >= MOST_ISSUES;
  }

  /** Notes an issue at the place where the walk is, or below it. */
  #note(code: string, message: string, ...below: (string | number)[]): void {
    if (!this.#isFull) this.found.push({ path: [...this.#path, ...below], code, message });
  }
}
