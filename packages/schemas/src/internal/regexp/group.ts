import { beginsFlags, readFlags } from "./flags.ts";
import { type Item, other } from "./item.ts";
import type { PatternParser } from "./parse.ts";
import { PatternFault } from "./pattern-fault.ts";
import { readCondition, readName } from "./reference.ts";
import { either, nothing, type Width } from "./width.ts";

/** Where a group stands. */
export interface Place {
  readonly start: number;
  /** Whether white space and comments are left out there. */
  readonly verbose: boolean;
  /** Whether nothing precedes it, so that it may set flags for the whole pattern. */
  readonly isFirst: boolean;
}

/** Reads what its `(` began; undefined for what matches nothing at all: a comment, or flags for the whole pattern. */
export function readGroup(parser: PatternParser, place: Place): Item | undefined {
  const { source, groups } = parser;
  const { start, verbose } = place;
  if (!source.match("?")) return capture(parser, undefined, place);
  const token = source.take();
  switch (token) {
    case "P":
      return readNamed(parser, place);
    case ":":
    case ">":
      return other(closed(parser, start, () => parser.alternatives(verbose)));
    case "#":
      skipComment(parser, start);
      return undefined;
    case "=":
    case "!":
      closed(parser, start, () => parser.alternatives(verbose));
      return other(nothing);
    case "<":
      readLookBehind(parser, place);
      return other(nothing);
    case "(":
      readCondition(source, groups);
      return other(closed(parser, start, () => branches(parser, verbose)));
  }
  if (token === undefined || !beginsFlags(token)) throw unknown(`(?${token ?? ""}`, start);
  return readFlagged(parser, token, place);
}

/** `(?P<name>...)` or `(?P=name)`, whose `(?P` was read. */
function readNamed(parser: PatternParser, place: Place): Item {
  const { source, groups } = parser;
  if (source.match("<")) return capture(parser, readName(source, ">"), place);
  if (!source.match("=")) throw unknown(`(?P${source.next ?? ""}`, place.start);
  const group = groups.named(readName(source, ")"), place.start);
  return other(groups.reference(group, place.start));
}

function capture(parser: PatternParser, name: string | undefined, place: Place): Item {
  const group = parser.groups.open(name, place.start);
  const width = closed(parser, place.start, () => parser.alternatives(place.verbose));
  parser.groups.close(group, width);
  return other(width);
}

/** `(?<=...)` or `(?<!...)`, whose `(?<` was read. */
function readLookBehind(parser: PatternParser, { start, verbose }: Place): void {
  const { source, groups } = parser;
  if (!source.match("=") && !source.match("!")) throw unknown(`(?<${source.next ?? ""}`, start);
  const { min, max } = closed(parser, start, () =>
    groups.lookingBehind(() => parser.alternatives(verbose)),
  );
  if (min !== max || min >= 2 ** 32) {
    throw new PatternFault("a look-behind for something without a fixed length", start);
  }
}

/** What a condition chooses between: one sequence, or two. */
function branches(parser: PatternParser, verbose: boolean): Width {
  const yes = parser.sequence(verbose);
  const no = parser.source.match("|") ? parser.sequence(verbose) : nothing;
  return either(yes, no);
}

/** `(?i)` or `(?i-x:...)`, whose first flag was read. */
function readFlagged(parser: PatternParser, first: string, place: Place): Item | undefined {
  const { start, isFirst } = place;
  const { on, off, scoped } = readFlags(parser.source, first, start);
  if (!scoped) {
    if (!isFirst) throw new PatternFault("flags for the whole pattern that do not begin it", start);
    for (const flag of on) parser.flags.add(flag);
    return undefined;
  }
  const verbose = (place.verbose || on.has("x")) && !off.has("x");
  return other(closed(parser, start, () => parser.alternatives(verbose)));
}

/** Reads what stands in a group, and its `)`. */
function closed(parser: PatternParser, start: number, inside: () => Width): Width {
  const width = parser.inside(start, inside);
  if (!parser.source.match(")")) throw new PatternFault("a ( without its )", start);
  return width;
}

function skipComment({ source }: PatternParser, start: number): void {
  let token: string | undefined;
  do token = source.take();
  while (token !== undefined && token !== ")");
  if (token === undefined) throw new PatternFault("a (?# without its )", start);
}

function unknown(what: string, start: number): PatternFault {
  return new PatternFault(`${what} has no meaning`, start);
}
