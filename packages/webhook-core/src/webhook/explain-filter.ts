import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { messageOf } from "../endpoint/message-of.ts";
import { ask } from "../filters/internal/ask.ts";
import { jsonMatcher } from "../filters/internal/json-equal.ts";
import { type Look, sightOf } from "../filters/internal/sight.ts";
import type { AnyFilter } from "../filters/types.ts";
import { filterName } from "./route-name.ts";

/** What a filter found at one place of the body. */
export interface FilterSight {
  /** Where it looked: `data.step.id`, or a JMESPath expression. */
  readonly path: string;
  /** What stands there; absent: nothing. */
  readonly value?: unknown;
  /** What it is compared with, one of which has to stand there; absent: the filter asks only whether anything does. */
  readonly expected?: readonly unknown[];
  /** The regular expression that it has to match, as it is written: `/agent|human/i`; absent: there is none. */
  readonly pattern?: string;
}

/** What one filter says about a body, and what it looks at. */
export interface FilterExplanation {
  /** The filter in words: `stepId(507f191e810c19729de860ea)`; `a filter` for a function without a name. */
  readonly filter: string;
  /** Whether it passes; null: it was not asked, or it threw. */
  readonly passes: boolean | null;
  /** What it found; empty for a filter of your own, and for one that was not asked. */
  readonly saw: readonly FilterSight[];
  /** What `not`, `all` and `any` combine. */
  readonly parts: readonly FilterExplanation[];
  /** What it threw; absent: nothing. */
  readonly error?: string;
  /** All of it in one line. */
  readonly text: string;
}

/** Asks a filter, and says what it looks at. */
function explainFilter(
  filter: AnyFilter,
  json: unknown,
  request: WebhookRequest,
): FilterExplanation {
  const name = filterName(filter);
  let passes: boolean | null = null;
  let error: string | undefined;
  try {
    passes = ask(filter, json, request);
  } catch (thrown) {
    error = messageOf(thrown);
  }
  const sight = sightOf(filter);
  const seen =
    sight !== undefined && "looks" in sight ? sight.looks.map((at) => look(at, json)) : [];
  const parts =
    sight !== undefined && "combines" in sight
      ? explainFilters(sight.filters, json, request, sight.combines === "any")
      : [];
  const verdict = passes ? "passes" : "does not pass";
  const why = [...seen.filter(({ fits }) => passes || !fits).map(sightText), ...asked(parts)];
  return {
    filter: name,
    passes,
    saw: seen.map(({ sight: found }) => found),
    parts,
    ...(error === undefined ? {} : { error }),
    text:
      error === undefined
        ? `${name} ${verdict}${why.length === 0 ? "" : `: ${why.join("; ")}`}`
        : `${name} threw: ${error}`,
  };
}

/** Asks filters in their order; those behind the first that decides are not asked, since they may count on it. */
export function explainFilters(
  filters: readonly AnyFilter[],
  json: unknown,
  request: WebhookRequest,
  deciding = false,
): FilterExplanation[] {
  let isDecided = false;
  return filters.map((filter) => {
    if (isDecided) return notAsked(filter);
    const explained = explainFilter(filter, json, request);
    isDecided = explained.passes === deciding || explained.passes === null;
    return explained;
  });
}

function notAsked(filter: AnyFilter): FilterExplanation {
  const name = filterName(filter);
  return { filter: name, passes: null, saw: [], parts: [], text: `${name} was not asked` };
}

function asked(parts: readonly FilterExplanation[]): string[] {
  return parts
    .filter(({ passes, error }) => passes !== null || error !== undefined)
    .map(({ text }) => text);
}

/** What stands at one place, and whether the filter is content with it. */
interface Seen {
  readonly sight: FilterSight;
  readonly fits: boolean;
}

function look({ path, read, wanted, pattern }: Look, json: unknown): Seen {
  const value = read(json);
  const sight = {
    path,
    ...(value === undefined ? {} : { value }),
    ...(wanted === undefined ? {} : { expected: wanted }),
    ...(pattern === undefined ? {} : { pattern: pattern.text }),
  };
  if (pattern !== undefined) return { sight, fits: pattern.matches(value) };
  return { sight, fits: wanted === undefined ? value !== undefined : jsonMatcher(wanted)(value) };
}

/** `data.channel is "sms", not "facebook"`. */
function sightText({ sight: { path, value, expected, pattern }, fits }: Seen): string {
  const is = value === undefined ? `there is no ${path}` : `${path} is ${short(value)}`;
  if (pattern !== undefined) return fits ? is : `${is}, expected a match of ${pattern}`;
  if (expected === undefined || fits) return is;
  const [first, ...more] = expected.slice(0, MOST_EXPECTED).map(short);
  const list = more.length === 0 ? `${first}` : `one of ${[first, ...more].join(", ")}`;
  const rest =
    expected.length > MOST_EXPECTED ? `, and ${expected.length - MOST_EXPECTED} more` : "";
  return value === undefined ? `${is}, expected ${list}${rest}` : `${is}, not ${list}${rest}`;
}

const MOST_EXPECTED = 5;
const LONGEST_VALUE = 100;

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}...` : text;
}
