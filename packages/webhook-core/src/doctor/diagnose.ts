import { types } from "node:util";
import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { checkOptions } from "../endpoint/option-checks.ts";
import { parseHttpDate, type SignatureScheme } from "../signatures/index.ts";
import { bodyVariants } from "./body-variants.ts";
import { fittingAsymmetric, isAsymmetric } from "./public-keys.ts";
import { type Recipe, recipes } from "./recipes.ts";
import {
  type Attempt,
  Budget,
  firstFit,
  remembered,
  type Subject,
  search,
  subjectOf,
} from "./search.ts";
import type { DiagnosisCause, Fault } from "./variant.ts";

/** The request to look at: what arrived, before any parsing. Method, path and query help where a sender signs them. */
export interface DiagnosedRequest
  extends Pick<WebhookRequest, "headers" | "body">,
    Partial<Pick<WebhookRequest, "method" | "path" | "query">> {}

/** How {@link diagnose} looks at a request. */
export interface DiagnoseOptions {
  /** The scheme that should have verified the request, from `@clustaar/webhook-core/signatures`. */
  readonly scheme: SignatureScheme;
  /** The key the endpoint verifies with; of a list the first, and the others are tried too. */
  readonly keys: string | Uint8Array | readonly (string | Uint8Array)[];
  /** When the request arrived, in milliseconds since 1970; default now. */
  readonly now?: number;
  /** Seconds the signed time may be from `now`; null: not looked at. Default 10 for Clustaar and 300 for the others. */
  readonly tolerance?: number | null;
}

/** What the doctor found. */
export interface Diagnosis {
  /** Whether the signature fits the request as it came, under one of the keys. */
  readonly fits: boolean;
  /** The cause as a word for programs; `none` when nothing is wrong, `unknown` when nothing that was tried fits. */
  readonly cause: DiagnosisCause;
  /** The cause and its remedy in a sentence or two; never a key or an expected signature. */
  readonly message: string;
}

/**
 * Names the one change that makes the signature of a request match: another key, a rewritten body, a proxy's date, another scheme.
 *
 * For development, and for requests that you kept. It tries some thousand signatures, which costs up to a second, so an
 * endpoint that strangers reach must not call it in production.
 *
 * @throws WebhookConfigError `config_invalid` when the scheme is not one of `@clustaar/webhook-core/signatures`, or there is no key.
 *
 * @example
 * ```ts
 * import { diagnose } from "@clustaar/webhook-core/doctor";
 * import { github } from "@clustaar/webhook-core/signatures";
 *
 * const body = Buffer.from('{"action": "opened"}');
 * const headers = new Headers(github.sign({ body, timestamp: Date.now() }, "s3cr3t"));
 * const parsedAndWritten = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
 *
 * const { cause } = diagnose({ headers, body: parsedAndWritten }, { scheme: github, keys: "s3cr3t" });
 * console.log(cause); // "body_reserialised"
 * ```
 */
export function diagnose(request: DiagnosedRequest, options: DiagnoseOptions): Diagnosis {
  checkOptions("diagnose", options, ["scheme", "keys", "now", "tolerance"]);
  const recipe = recipeOf(options.scheme);
  const keys = keyList(options.keys);
  const budget = new Budget();

  const asymmetric = fittingAsymmetric(recipe.scheme, request, keys);
  if (asymmetric !== undefined) return fitting(recipe, request, asymmetric, keys.length, options);
  if (recipe.scheme.name === "standardWebhooks" && keys.every(isAsymmetric))
    return nothingFits(recipe, request);

  const bodies = remembered(bodyVariants(request.body));
  const subject = subjectOf(recipe, request, keys, bodies);
  const asItCame = firstFit(search(subject, 0), budget);
  if (asItCame !== undefined) {
    return fitting(recipe, request, asItCame.keyNumber, keys.length, options);
  }

  const others = recipes.filter((other) => other !== recipe);
  const found =
    firstFit(search(subject, 1), budget) ??
    firstOf(others, (other) =>
      otherScheme(recipe, other, subjectOf(other, request, keys, bodies), budget),
    ) ??
    firstFit(search(subject, 2), budget);
  if (found !== undefined) return faulty(found, keys.length);
  return nothingFits(recipe, request);
}

function otherScheme(
  recipe: Recipe,
  other: Recipe,
  subject: Subject,
  budget: Budget,
): Attempt | undefined {
  const found = firstFit(search(subject, 0), budget) ?? firstFit(search(subject, 1), budget);
  if (found === undefined) return undefined;
  const fault: Fault = {
    cause: "another_scheme",
    fits: `the scheme ${other.scheme.name}: ${other.sender} signs in ${other.header}`,
    remedy: `verify with \`${other.scheme.name}\` in place of \`${recipe.scheme.name}\`, or give the sender the address of the endpoint that expects it`,
  };
  return { ...found, faults: [fault, ...found.faults] };
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fitting(
  recipe: Recipe,
  request: DiagnosedRequest,
  keyNumber: number,
  keyCount: number,
  options: DiagnoseOptions,
): Diagnosis {
  const late = lateness(recipe, request, options);
  if (late !== undefined) return { fits: true, cause: "clock", message: late };
  if (keyNumber > 1) {
    return {
      fits: true,
      cause: "another_key",
      message: `The signature fits key ${keyNumber} of ${keyCount}, not the first: the sender uses another key than the endpoint; give both the same, or verify with both during a rotation.`,
    };
  }
  return { fits: true, cause: "none", message: "The signature fits the request as it came." };
}

/** Says that the clocks differ, when they do by more than is taken. */
function lateness(
  recipe: Recipe,
  { headers }: DiagnosedRequest,
  { now = Date.now(), tolerance = recipe.timeHeader === "Date" ? 10 : 300 }: DiagnoseOptions,
): string | undefined {
  const text = recipe.timeText?.(headers);
  if (tolerance === null || recipe.timeHeader === undefined) return undefined;
  if (text === undefined) {
    return `The signature fits, but the request has no ${recipe.timeHeader} header, so its age cannot be checked: have the sender send one.`;
  }
  const sentAt = recipe.timeHeader === "Date" ? parseHttpDate(text) : Number(text) * 1000;
  if (sentAt === undefined) {
    return "The signature fits, but the Date header is not an HTTP-date such as Sun, 06 Nov 1994 08:49:37 GMT: have the sender write one.";
  }
  const seconds = Math.round((now - sentAt) / 1000);
  if (Math.abs(seconds) <= tolerance) return undefined;
  const side = seconds > 0 ? "old" : "ahead of this clock";
  return `The signature fits, but the request is ${Math.abs(seconds)} seconds ${side} and ${tolerance} are allowed: synchronise both clocks (NTP), and check whether the request was recorded and sent again, or waited in a queue.`;
}

function faulty({ faults, keyNumber }: Attempt, keyCount: number): Diagnosis {
  const [first] = faults;
  const which = keyCount > 1 ? ` (key ${keyNumber} of ${keyCount})` : "";
  const all = faults.map(({ fits: what }) => what).join(", and ");
  const remedies = faults.map(({ remedy }) => remedy).join("; ");
  return {
    fits: false,
    cause: first?.cause ?? "unknown",
    message: `The signature fits ${all}${which}: ${remedies}.`,
  };
}

function nothingFits(recipe: Recipe, { headers, body }: DiagnosedRequest): Diagnosis {
  const { header, scheme, sender } = recipe;
  const came = recipes.filter((other) => headers.get(other.header.toLowerCase()));
  if (!headers.get(header.toLowerCase())) {
    const others = came.map((other) => other.header).join(", ");
    const remedy =
      scheme.name === "clustaar"
        ? "set the private key in the bot's webhook tab, and check whether a proxy removes the header"
        : `have ${sender} sign its requests, and check whether a proxy removes the header`;
    return {
      fits: false,
      cause: "signature_missing",
      message: `The request has no ${header} header${others === "" ? "" : ` (it has ${others}, which does not fit the key)`}: ${remedy}.`,
    };
  }
  const hint = headers.get("content-encoding")
    ? " The request says that its body is compressed: check whether something decompresses it first."
    : body.byteLength === 0
      ? " The body is empty: check whether something reads it first."
      : "";
  return {
    fits: false,
    cause: "unknown",
    message: `Nothing that was tried makes the signature in ${header} match. Most likely the sender has another key: copy it again on both sides, then check what changes the body on its way.${hint}`,
  };
}

function recipeOf(scheme: unknown): Recipe {
  const name = (scheme as Partial<SignatureScheme> | null | undefined)?.name;
  const recipe = recipes.find((candidate) => candidate.scheme.name === name);
  if (recipe !== undefined) return recipe;
  throw new WebhookConfigError(
    `diagnose: scheme: expected one of ${recipes.map((known) => known.scheme.name).join(", ")} from @clustaar/webhook-core/signatures, got ${typeof name === "string" ? `"${name}"` : kindOf(scheme)}`,
  );
}

function keyList(keys: unknown): (string | Uint8Array)[] {
  const list: readonly unknown[] = Array.isArray(keys) ? keys : [keys];
  for (const key of list) {
    const usable = (typeof key === "string" || types.isUint8Array(key)) && key.length > 0;
    if (!usable) {
      throw new WebhookConfigError(
        `diagnose: keys: expected a key as text or bytes, or a list of them, got ${kindOf(key)}; is an environment variable unset?`,
      );
    }
  }
  if (list.length > 0) return [...(list as (string | Uint8Array)[])];
  throw new WebhookConfigError("diagnose: keys: expected at least one key, got an empty list");
}
