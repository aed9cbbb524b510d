/** What a row's handler returns, as JavaScript has it. */
export interface Returned {
  readonly value: unknown;
  /** Why it is refused, with its path: JSON would drop or change it. */
  readonly refusedAs?: string;
}

/** Kinds of Python, each with what stands for it here. */
const kinds: Readonly<Record<string, (said: never) => Returned>> = {
  // A whole number that JavaScript cannot hold has a type of its own there.
  number: (text: string) => {
    const value = Number(text);
    if (!Number.isFinite(value)) return { value, refusedAs: String(value) };
    const isWhole = /^[+-]?\d+$/.test(text) && !Number.isSafeInteger(value);
    return isWhole ? { value: BigInt(text), refusedAs: "a bigint" } : { value };
  },
  bytes: (text: string) => ({ value: Buffer.from(text), refusedAs: "bytes" }),
  set: (items: unknown[]) => ({ value: new Set(items), refusedAs: "an instance of Set" }),
  frozenset: (items: unknown[]) => ({ value: new Set(items), refusedAs: "an instance of Set" }),
  exception: (text: string) => ({ value: new Error(text), refusedAs: "an instance of Error" }),
  object: () => ({ value: new (class Odd {})(), refusedAs: "an instance of Odd" }),
  datetime: (text: string) => ({ value: new Date(text) }),
  // Times and amounts are numbers, as their classes are written there.
  seconds: (count: number) => ({ value: count }),
  Decimal: (text: string) => ({ value: Number(text) }),
  duration: (text: string) => ({ value: inSeconds(text) }),
  // One that writes itself.
  secret: () => ({
    value: new (class Secret {
      toJSON = () => "**********";
    })(),
  }),
  tuple: (items: unknown[]) => ({ value: items }),
  model: (fields: object) => ({ value: fields }),
  dataclass: (fields: object) => ({ value: fields }),
  mapping: (fields: object) => ({ value: fields }),
  path: (text: string) => ({ value: text }),
  enum: (one: unknown) => ({ value: one }),
  uuid: (text: string) => ({ value: text }),
  url: (text: string) => ({ value: text }),
  date: (text: string) => ({ value: text }),
};

const unit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function inSeconds(text: string): number {
  const parts = [...text.matchAll(/([\d.]+)([smhd])/g)];
  return parts.reduce((sum, [, count, name = ""]) => sum + Number(count) * (unit[name] ?? 0), 0);
}

/** What a row says that a handler returns; `written` is what the original made of it, for what a row tells in words. */
export function returnedBy(row: string, said: unknown, written: unknown): Returned {
  if (typeof said === "string" && typeof written === "object" && written !== null) {
    return { value: written };
  }
  if (typeof said !== "object" || said === null || Array.isArray(said)) return { value: said };
  const [[kind = "", what] = [], ...more] = Object.entries(said);
  const make = more.length === 0 ? kinds[kind] : undefined;
  if (make) return make(what as never);
  if (JSON.stringify(said) === JSON.stringify(written)) return { value: said };
  throw new Error(
    `${row}: the reader knows no value of the kind ${Object.keys(said)}; it knows ${Object.keys(kinds).join(", ")}`,
  );
}
