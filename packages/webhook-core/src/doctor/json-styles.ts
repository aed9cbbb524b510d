/** How a JSON writer lays out what it writes; each field is a habit of some well-known one. */
export interface JsonStyle {
  readonly item: string;
  readonly colon: string;
  readonly indent: number;
  readonly escapes: "none" | "ascii" | "php" | "go";
  readonly sorted: boolean;
  /** Coordinates and their like, which one language writes as `1.0` and another as `1`. */
  readonly floats: boolean;
}

const layouts = [
  { item: ",", colon: ":", indent: 0 },
  { item: ", ", colon: ": ", indent: 0 },
  { item: ",", colon: ": ", indent: 2 },
  { item: ",", colon: ": ", indent: 4 },
] as const;
const escapes = ["none", "ascii", "php", "go"] as const;

/** The plain styles first: they are the likely ones, and the search stops at the first that fits. */
export const jsonStyles: readonly JsonStyle[] = [false, true].flatMap((sorted) =>
  [false, true].flatMap((floats) =>
    escapes.flatMap((kind) =>
      layouts.map((layout) => ({ ...layout, escapes: kind, sorted, floats })),
    ),
  ),
);

/** Says a style in words, for the sentence "the body rewritten with ...". */
export function styleInWords(style: JsonStyle): string {
  const words: string[] = [];
  if (style.indent > 0) words.push(`${style.indent} spaces of indentation`);
  else words.push(style.item === ", " ? "blanks after commas and colons" : "no blanks");
  if (style.escapes === "ascii") words.push("\\u escapes");
  if (style.escapes === "php") words.push("\\u escapes and escaped slashes");
  if (style.escapes === "go") words.push("<, > and & escaped");
  if (style.sorted) words.push("its keys sorted");
  if (style.floats) words.push("whole coordinates written as 1.0");
  return words.join(", ");
}

/** Keys whose numbers are floats to the platform. */
const floatKeys: ReadonlySet<string> = new Set(["lat", "long", "lng", "lon"]);

/** Writes parsed JSON in a style. */
export function writeJson(value: unknown, style: JsonStyle): string {
  return write(value, style, style.indent > 0 ? "\n" : "", undefined);
}

function write(value: unknown, style: JsonStyle, line: string, key: string | undefined): string {
  if (typeof value === "string") return writeText(value, style);
  if (typeof value === "number") {
    const whole =
      style.floats && Number.isInteger(value) && key !== undefined && floatKeys.has(key);
    return whole ? `${value}.0` : String(value);
  }
  if (typeof value !== "object" || value === null) return String(value);
  const inner = line === "" ? "" : line + " ".repeat(style.indent);
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item) => write(item, style, inner, undefined))
    : keysOf(value, style).map((name) => {
        const item = (value as Record<string, unknown>)[name];
        return writeText(name, style) + style.colon + write(item, style, inner, name);
      });
  const [open, close] = isList ? "[]" : "{}";
  if (parts.length === 0) return `${open}${close}`;
  return `${open}${inner}${parts.join(style.item + inner)}${line}${close}`;
}

function keysOf(value: object, { sorted }: JsonStyle): string[] {
  const keys = Object.keys(value);
  return sorted ? keys.sort() : keys;
}

function writeText(text: string, { escapes: kind }: JsonStyle): string {
  const plain = JSON.stringify(text);
  if (kind === "none") return plain;
  if (kind === "go") return plain.replace(/[<>&\u2028\u2029]/g, escapeUnit);
  const slashes = kind === "php" ? plain.replaceAll("/", "\\/") : plain;
  // Unit by unit: a pair of surrogates is two escapes, as everywhere in JSON.
  return slashes.replace(/[\u007f-\uffff]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
