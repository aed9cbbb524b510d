/** A small seeded generator (mulberry32), so that a failing run can be run again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

const nested = (levels: number): unknown =>
  JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

/** Values that a hostile or a future sender may put anywhere. */
const strangers: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => -0,
  () => 1e308,
  () => JSON.parse("9007199254740993"),
  () => "",
  () => "\u0000\ud800<script>alert(1)</script>&#x6a;",
  () => "x".repeat(5_000),
  () => [],
  () => ({}),
  () => [null, [], {}],
  () => nested(50),
  () => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  () => ({ type: "send_text_action", alternatives: { length: 3 } }),
  () => ({ type: "unknown", wire: { type: "send_text_action" } }),
  () => ({ type: "toString" }),
  () => ({ type: "__proto__" }),
  () => JSON.parse('{"toJSON":"x","valueOf":1,"then":"y","hasOwnProperty":null}'),
];

const keys = ["__proto__", "constructor", "prototype", "type", "toJSON", "then", "", "extra", "é"];

/** Changes one place of a JSON value. */
export function mutateStructure(random: Random, value: unknown): unknown {
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const walk = (holder: unknown) => {
    if (typeof holder !== "object" || holder === null) return;
    for (const key of Object.keys(holder)) {
      places.push({ holder: holder as Record<string, unknown>, key });
      walk((holder as Record<string, unknown>)[key]);
    }
  };
  const root = { root: structuredClone(value) };
  walk(root);
  const { holder, key } = pick(random, places);
  const turn = random();
  if (turn < 0.55) define(holder, key, pick(random, strangers)());
  else if (turn < 0.75 && key !== "root") delete holder[key];
  else define(holder, pick(random, keys), pick(random, strangers)());
  return root.root;
}

function define(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** Flips, drops, doubles or inserts bytes. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const list = [...bytes];
  const times = 1 + Math.floor(random() * 8);
  for (let turn = 0; turn < times; turn++) {
    const at = Math.floor(random() * list.length);
    const kind = random();
    if (kind < 0.4) list[at] = (list[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    else if (kind < 0.6) list.splice(at, 1 + Math.floor(random() * 20));
    else if (kind < 0.8) list.splice(at, 0, ...list.slice(at, at + 30));
    else list.splice(at, 0, Math.floor(random() * 256));
  }
  return Uint8Array.from(list);
}

/** Text that a header may hold, from empty to odd. */
export function headerText(random: Random, honest: string): string {
  const turn = random();
  if (turn < 0.2) return "";
  if (turn < 0.4) return honest.slice(0, Math.floor(random() * honest.length));
  if (turn < 0.6) return `${honest}, ${honest}`;
  if (turn < 0.8) return honest.replace(/[a-z0-9]/i, (letter) => (letter === "0" ? "1" : "0"));
  const length = Math.floor(random() * 200);
  return Array.from({ length }, () => String.fromCharCode(0x20 + Math.floor(random() * 95))).join(
    "",
  );
}
