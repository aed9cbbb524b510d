import type { KnownWire } from "./notification-wire.ts";

/**
 * Every path of keys and indexes to a value of `Wire`, such as `data.step.id` or `data.step.actions[0]`; any text where
 * `Wire` is any or unknown.
 */
export type WirePath<Wire = KnownWire> = unknown extends Wire ? string : PathsIn<Wire, []>;

/** A text with a character that no plain path has: a JMESPath expression, or a key in quotes. */
export type JsonExpression = `${string}${ExpressionMark}${string}`;

/** What a filter takes for a path: one that the wire has, an expression, and any text that is not a literal. */
export type PathInput<Wire, Path extends string> = string extends Path
  ? Path
  : Path extends WirePath<Wire> | JsonExpression
    ? Path
    : Nearby<WirePath<Wire>, Path>;

/** Keeps a type parameter from being inferred from the argument that is checked against it. */
export type Fixed<T> = [T][T extends unknown ? 0 : never];

type ExpressionMark =
  // One row for structure, one for operators, one for literals.
  | ("(" | ")" | "{" | "[]" | "*" | "?" | "@" | "$" | " ")
  | ("|" | "&" | "<" | ">" | "=" | "!" | ":" | "+" | "%" | "/")
  | ("'" | "`" | '"');

/** Below this many steps, types that contain themselves offer no more paths. */
type Deepest = 6;

type PathsIn<T, Depth extends unknown[]> = Depth["length"] extends Deepest
  ? string
  : T extends object
    ? { [K in keyof T & string]-?: PathsAt<K, T[K], Depth> }[keyof T & string]
    : never;

/** Keys of the bot's own may be anything, and so may what stands below them. */
type PathsAt<K extends string, Value, Depth extends unknown[]> = string extends K
  ? string
  : K | PathsBelow<K, Value, Depth>;

type PathsBelow<P extends string, Value, Depth extends unknown[]> = unknown extends Value
  ? `${P}.${string}` | `${P}[${string}`
  : NonNullable<Value> extends readonly (infer Item)[]
    ? ItemPaths<`${P}[${number}]`, Item, Depth>
    : NonNullable<Value> extends object
      ? `${P}.${PathsIn<NonNullable<Value>, [...Depth, 0]>}`
      : never;

type ItemPaths<P extends string, Item, Depth extends unknown[]> =
  | P
  | PathsBelow<P, Item, [...Depth, 0]>;

/** What an error lists in place of all paths: those beside the one that was meant, as far as its last right step. */
type Nearby<
  Paths extends string,
  Path extends string,
> = Path extends `${infer Parent}.${infer Rest}`
  ? NearbyBelow<Paths, Parent, Rest>
  : Outermost<Paths>;

type NearbyBelow<Paths extends string, Parent extends string, Rest extends string> = [
  Below<Paths, Parent>,
] extends [never]
  ? Outermost<Paths>
  : Rest extends `${infer Next}.${infer More}`
    ? [Below<Paths, `${Parent}.${Next}`>] extends [never]
      ? Children<Paths, Parent>
      : NearbyBelow<Paths, `${Parent}.${Next}`, More>
    : Children<Paths, Parent>;

type Below<Paths extends string, Parent extends string> = Extract<Paths, `${Parent}.${string}`>;

type Children<Paths extends string, Parent extends string> =
  Below<Paths, Parent> extends infer P extends string
    ? P extends `${Parent}.${string}.${string}` | `${Parent}.${string}[${string}`
      ? never
      : P
    : never;

type Outermost<Paths extends string> = Paths extends `${string}.${string}` | `${string}[${string}`
  ? never
  : Paths;
