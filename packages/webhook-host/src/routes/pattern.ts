import { kindOf, WebhookConfigError } from "@clustaar/webhook-core/endpoint";
import { type LinearRegExp, linearRegExp } from "./linear-regexp.ts";
import { decode } from "./path.ts";

/** The name in one segment of a pattern. */
type NameIn<Segment extends string> = Segment extends `:${infer Name}{${string}`
  ? Name
  : Segment extends `:${infer Name}`
    ? Name
    : Segment extends `*${infer Name}`
      ? Name extends ""
        ? "*"
        : Name
      : never;

/** The names in a pattern, as a union. */
type NamesIn<Pattern extends string> = Pattern extends `${infer Segment}/${infer Rest}`
  ? NameIn<Segment> | NamesIn<Rest>
  : NameIn<Pattern>;

/** The parameters of a pattern: each is a text. Those of a `RegExp` are its named groups, null where a group took no part. */
export type PathParams<Pattern extends string | RegExp> = string extends Pattern
  ? Record<string, string>
  : Pattern extends string
    ? { [Name in NamesIn<Pattern>]: string }
    : Record<string, string | null>;

/** One segment of a pattern; `text` is in the form of `canonicalPath`. */
export type Segment =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "param"; readonly name: string; readonly constraint: Constraint | undefined }
  | { readonly kind: "rest"; readonly name: string };

interface Constraint {
  readonly source: string;
  readonly expression: LinearRegExp;
}

/** A pattern that has been read: it tells whether a path matches and what its parameters are. */
export interface Matcher {
  /** Two patterns with the same shape match the same paths. */
  readonly shape: string;
  /** The segments, for the index; undefined for a regular expression. */
  readonly segments: readonly Segment[] | undefined;
  /** The parameters, decoded once; undefined when the path does not match. Takes a path of `canonicalPath`. */
  match(path: string): Record<string, string | null> | undefined;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reads the pattern of a route.
 *
 * @throws WebhookConfigError `config_invalid`, naming the pattern and what is wrong with it.
 */
export function readPattern(pattern: unknown): Matcher {
  if (pattern instanceof RegExp) return regExpMatcher(pattern);
  if (typeof pattern !== "string") {
    throw new WebhookConfigError(
      `route: expected a pattern such as "/announce/:channel" or a RegExp, got ${kindOf(pattern)}`,
    );
  }
  if (!pattern.startsWith("/")) {
    throw refused(pattern, "expected a pattern that starts with a slash: no other path can match");
  }
  const parts = pattern.slice(1).split("/");
  const segments = parts.map((part, index) =>
    readSegment(pattern, part, index === parts.length - 1),
  );
  checkNames(pattern, segments);
  return {
    shape: segments.map(shapeOf).join("/"),
    segments,
    match: (path) => matchSegments(segments, path),
  };
}

function regExpMatcher(pattern: RegExp): Matcher {
  const expression = linearRegExp(`route ${pattern}`, pattern);
  return {
    shape: String(pattern),
    segments: undefined,
    match(path) {
      const groups = expression.groups(path);
      if (groups === undefined) return undefined;
      const params = noParams();
      for (const [name, value] of Object.entries(groups)) {
        params[name] = value === null ? null : decode(value);
      }
      return params;
    },
  };
}

function readSegment(pattern: string, part: string, isLast: boolean): Segment {
  if (part.startsWith("*")) {
    const name = part.slice(1);
    if (name !== "" && !NAME.test(name)) throw badName(pattern, name);
    if (!isLast) {
      throw refused(pattern, "expected * at the end, where it takes the rest of the path");
    }
    return { kind: "rest", name: name === "" ? "*" : name };
  }
  if (part.startsWith(":")) return readParam(pattern, part);
  if (part === "." || part === "..") {
    throw refused(pattern, `expected no segment ${part}: clients resolve them before they ask`);
  }
  if (/[:*?#{}()]/.test(part)) {
    throw refused(
      pattern,
      `expected a segment of plain text, :name, :name{expression} or *, got ${part}; write a RegExp for anything else`,
    );
  }
  return { kind: "text", text: canonicalText(pattern, part) };
}

function readParam(pattern: string, part: string): Segment {
  const brace = part.indexOf("{");
  const name = brace === -1 ? part.slice(1) : part.slice(1, brace);
  if (!NAME.test(name)) throw badName(pattern, name);
  if (brace === -1) return { kind: "param", name, constraint: undefined };
  if (!part.endsWith("}")) {
    throw refused(pattern, `expected :${name}{expression} without a slash in it, got ${part}`);
  }
  const source = part.slice(brace + 1, -1);
  if (source === "") throw refused(pattern, `expected an expression in the braces of :${name}`);
  const expression = linearRegExp(`route ${pattern}: ${name}`, source);
  return { kind: "param", name, constraint: { source, expression } };
}

/** Text as a path carries it; what is escaped already stays. */
function canonicalText(pattern: string, part: string): string {
  try {
    decodeURIComponent(part);
    return encodeURI(part)
      .replaceAll("%25", "%")
      .replace(/%[0-9a-f]{2}/gi, (triplet) => triplet.toUpperCase());
  } catch {
    throw refused(pattern, `expected a percent sign written as %25, got ${part}`);
  }
}

function checkNames(pattern: string, segments: readonly Segment[]): void {
  const seen = new Set<string>();
  for (const segment of segments) {
    if (segment.kind === "text") continue;
    if (seen.has(segment.name)) {
      throw refused(pattern, `expected each name once, got ${segment.name} twice`);
    }
    seen.add(segment.name);
  }
}

function shapeOf(segment: Segment): string {
  if (segment.kind === "text") return segment.text;
  if (segment.kind === "rest") return "*";
  return segment.constraint === undefined ? ":" : `:{${segment.constraint.source}}`;
}

function matchSegments(
  segments: readonly Segment[],
  path: string,
): Record<string, string | null> | undefined {
  const params = noParams();
  let start = 1;
  for (let index = 0; index < segments.length; index++) {
    if (start > path.length) return undefined;
    const segment = segments[index] as Segment; // within the length
    if (segment.kind === "rest") {
      params[segment.name] = decode(path.slice(start));
      return params;
    }
    const slash = path.indexOf("/", start);
    const end = slash === -1 ? path.length : slash;
    const text = path.slice(start, end);
    if (segment.kind === "text") {
      if (text !== segment.text) return undefined;
    } else {
      if (text === "") return undefined;
      const value = decode(text);
      if (segment.constraint?.expression.matches(value) === false) return undefined;
      params[segment.name] = value;
    }
    start = end + 1;
  }
  return start > path.length ? params : undefined;
}

function noParams(): Record<string, string | null> {
  return Object.create(null);
}

function badName(pattern: string, name: string): WebhookConfigError {
  return refused(pattern, `expected a name of letters, digits and _, got "${name}"`);
}

function refused(pattern: string, message: string): WebhookConfigError {
  return new WebhookConfigError(`route "${pattern}": ${message}`);
}
