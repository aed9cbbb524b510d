import { kindOf, nearest } from "@clustaar/webhook-core/endpoint";
import { meantAndKnown } from "../internal/meant.ts";

/** A place in a configuration: keys and indexes from the outermost inwards. */
export type Path = readonly (string | number)[];

/** One mistake in a configuration. */
export interface Mistake {
  readonly path: Path;
  readonly message: string;
}

/** Reads the values of one mapping, and collects what is wrong with them instead of throwing. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: Path;
  readonly #mistakes: Mistake[];
  readonly #textOf: (path: Path, value: unknown) => string;

  constructor(
    values: Readonly<Record<string, unknown>>,
    path: Path,
    mistakes: Mistake[],
    textOf: (path: Path, value: unknown) => string = (_path, value) => String(value),
  ) {
    this.#values = values;
    this.#path = path;
    this.#mistakes = mistakes;
    this.#textOf = textOf;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#values, key);
  }

  get(key: string): unknown {
    return this.has(key) ? this.#values[key] : undefined;
  }

  wrong(key: string | number | Path, message: string): undefined {
    const rest = typeof key === "object" ? key : [key];
    this.#mistakes.push({ path: [...this.#path, ...rest], message });
    return undefined;
  }

  /** Refuses that a key is not there. */
  wrongIfAbsent(key: string, purpose: string): undefined {
    if (this.has(key)) return undefined;
    return this.wrong(key, `expected ${key}, which says ${purpose}, got nothing`);
  }

  /** Refuses keys that nobody knows. */
  only(known: readonly string[]): void {
    for (const key of Object.keys(this.#values)) {
      if (known.includes(key)) continue;
      const meant = nearest(key, known);
      const rest = meantAndKnown(meant, `the keys are ${known.join(", ")}`);
      this.wrong(key, `unknown key ${JSON.stringify(key)}${rest}`);
    }
  }

  /** Text; numbers, true and false become text, as in servo-webhooks. */
  text(key: string | Path, value = this.#at(key)): string | undefined {
    if (value === undefined) return undefined;
    const path = typeof key === "string" ? [key] : key;
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") {
      return this.#textOf([...this.#path, ...path], value);
    }
    return this.wrong(path, `expected text, got ${described(value)}`);
  }

  boolean(key: string): boolean | undefined {
    const value = this.get(key);
    if (value === undefined || typeof value === "boolean") return value;
    return this.wrong(key, `expected true or false, got ${described(value)}`);
  }

  choice<const T extends string>(key: string, choices: readonly T[]): T | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const meant = typeof value === "string" ? nearest(value, choices) : undefined;
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    return this.wrong(key, `expected one of ${choices.join(", ")}, got ${described(value)}${hint}`);
  }

  /** A whole number from `least` up. */
  count(key: string, least: number): number | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (Number.isInteger(value) && (value as number) >= least) return value as number;
    return this.wrong(key, `expected a whole number from ${least} up, got ${described(value)}`);
  }

  /** A list of texts, or one text alone. */
  texts(key: string): string[] | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) {
      const one = this.text(key);
      return one === undefined ? undefined : [one];
    }
    const texts = value.map((item, index) => this.text([key, index], item ?? null));
    return texts.every((text) => text !== undefined) ? texts : undefined;
  }

  /** A mapping inside of this one. */
  mapping(key: string): Fields | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (!isMapping(value)) return this.wrong(key, `expected a mapping, got ${described(value)}`);
    return new Fields(value, [...this.#path, key], this.#mistakes, this.#textOf);
  }

  keys(): string[] {
    return Object.keys(this.#values);
  }

  #at(key: string | Path): unknown {
    return typeof key === "string" ? this.get(key) : undefined;
  }
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A value's kind; short numbers and texts that hold no secret are named by the caller. */
export function described(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return "a date";
  return isMapping(value) ? "a mapping" : kindOf(value);
}
