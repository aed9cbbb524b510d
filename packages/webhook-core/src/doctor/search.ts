import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { DiagnosedRequest } from "./diagnose.ts";
import { keyVariants } from "./key-variants.ts";
import { prefixVariants } from "./prefix-variants.ts";
import type { Recipe } from "./recipes.ts";
import { digestOf, signatureVariants } from "./signature-variants.ts";
import type { Fault, Variant } from "./variant.ts";

/** One set of everything that goes into a signature, and what would have to be fixed for it. */
export interface Attempt {
  readonly key: Uint8Array;
  /** Which of the keys, from 1. */
  readonly keyNumber: number;
  readonly prefix: string;
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
  readonly faults: readonly Fault[];
}

/** A request as one scheme reads it, with the variants of each part. */
export interface Subject {
  readonly signatures: Iterable<Variant<Uint8Array>>;
  readonly prefixes: Iterable<Variant<string>>;
  readonly bodies: Iterable<Variant<Uint8Array>>;
  readonly keys: readonly Iterable<Variant<Uint8Array>>[];
}

export function subjectOf(
  recipe: Recipe,
  request: DiagnosedRequest,
  keys: readonly (string | Uint8Array)[],
  bodies: Iterable<Variant<Uint8Array>>,
): Subject {
  return {
    signatures: remembered(signatureVariants(recipe, request.headers)),
    prefixes: remembered(prefixVariants(recipe, request)),
    bodies,
    keys: keys.map((key) => remembered(keyVariants(key, bytesOf(recipe, key)))),
  };
}

/** Every attempt with so many faults. */
export function* search(subject: Subject, faultCount: number): Generator<Attempt> {
  for (const [index, keys] of subject.keys.entries()) {
    for (const signature of subject.signatures) {
      for (const key of within(keys, faultCount, signature)) {
        for (const body of within(subject.bodies, faultCount, signature, key)) {
          // A body and a time that were both changed would be a hundred thousand attempts.
          const most = body.fault === undefined ? faultCount : 0;
          for (const prefix of within(subject.prefixes, most, signature, key)) {
            const faults = faultsOf(signature, key, body, prefix);
            if (faults.length !== faultCount) continue;
            const parts = { signature, key, body, prefix };
            yield { ...valuesOf(parts), keyNumber: index + 1, faults };
          }
        }
      }
    }
  }
}

type Parts = {
  readonly signature: Variant<Uint8Array>;
  readonly key: Variant<Uint8Array>;
  readonly body: Variant<Uint8Array>;
  readonly prefix: Variant<string>;
};

function valuesOf({ signature, key, body, prefix }: Parts) {
  return { signature: signature.value, key: key.value, body: body.value, prefix: prefix.value };
}

/** The variants that keep to a number of faults beside those of other parts; the first of a list is without one. */
function* within<T>(
  variants: Iterable<Variant<T>>,
  faultCount: number,
  ...others: readonly Variant<unknown>[]
): Generator<Variant<T>> {
  const left = faultCount - faultsOf(...others).length;
  for (const variant of variants) {
    if (variant.fault === undefined || left > 0) yield variant;
    else if (left <= 0) return;
  }
}

/** Makes each variant once, and only when it is asked for: rewriting a body in 64 ways takes time. */
export function remembered<T>(source: Iterator<T>): Iterable<T> {
  const made: T[] = [];
  return {
    *[Symbol.iterator]() {
      for (let index = 0; ; index++) {
        if (index === made.length) {
          const { done, value } = source.next();
          if (done) return;
          made.push(value);
        }
        yield made[index] as T; // made above at the latest
      }
    },
  };
}

function faultsOf(...variants: readonly Variant<unknown>[]): Fault[] {
  return variants.flatMap(({ fault }) => fault ?? []);
}

/** Bytes hashed at most: a body of a mebibyte must not hold up a developer's server for minutes. */
const MOST_HASHED = 256 * 1024 * 1024;

export class Budget {
  #left = MOST_HASHED;

  /** Whether there is enough left for one signature. */
  spend(bytes: number): boolean {
    // Setting up an HMAC costs as much as hashing some kilobytes.
    this.#left -= bytes + 2048;
    return this.#left > 0;
  }
}

export function firstFit(attempts: Iterable<Attempt>, budget: Budget): Attempt | undefined {
  for (const attempt of attempts) {
    if (!budget.spend(attempt.body.byteLength)) return undefined;
    if (fits(attempt)) return attempt;
  }
  return undefined;
}

function fits({ key, prefix, body, signature }: Attempt): boolean {
  const digest = digestOf.get(signature.byteLength);
  if (digest === undefined) return false;
  const expected = createHmac(digest, key).update(prefix).update(body).digest();
  return timingSafeEqual(expected, signature);
}

/** The bytes a scheme makes of a key. */
function bytesOf(recipe: Recipe, key: string | Uint8Array): Uint8Array {
  if (typeof key !== "string") return key;
  const { name } = recipe.scheme;
  if (name === "standardWebhooks") return Buffer.from(key.replace(/^whsec_/, ""), "base64");
  return Buffer.from(key, name === "preservicaLatin1" ? "latin1" : "utf8");
}
