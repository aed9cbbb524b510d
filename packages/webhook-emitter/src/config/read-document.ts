import { messageOf, nearest } from "@clustaar/webhook-core/endpoint";
import { type Document, isMap, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { EmitterError } from "../errors.ts";
import { checkNames } from "./check-names.ts";
import { described, isMapping, type Mistake, type Path } from "./fields.ts";
import { readWebhook } from "./read-webhook.ts";
import type { WebhookSettings } from "./settings.ts";

/** What reading a configuration needs besides its text. */
export interface DocumentReading {
  /** The file's name, for messages. */
  readonly file: string;
  /** The names of the events that exist; null: nobody knows them. */
  readonly names: readonly string[] | null;
  /** Environment variables, for `${NAME}` and for keys that are absent. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads a configuration as servo-webhooks writes it: `webhooks:` and a list.
 *
 * @throws EmitterError `config_invalid` with every mistake: file, line, key, what was expected and the nearest key.
 */
export function readDocument(text: string, reading: DocumentReading): WebhookSettings[] {
  const lines = new LineCounter();
  // The original reads YAML 1.1, in which `on` and `yes` are true; a file must not mean something else here.
  const document = parseDocument(text, { version: "1.1", lineCounter: lines, prettyErrors: false });
  // A tag that nobody knows is a warning to the parser: its value would be taken for something else than what was meant.
  const [broken] = [...document.errors, ...document.warnings];
  const failAt = (pos: Broken["pos"], message: string) => {
    const { line, col } = lines.linePos(pos[0]);
    return fail([`${reading.file}:${line}:${col}: ${message}`], [{ path: [], message }]);
  };
  if (broken) throw failAt(broken.pos, brokenMessage(broken, text));
  const mistakes: Mistake[] = [];
  let json: unknown;
  try {
    json = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    const alias = unresolvedAlias(document);
    if (alias) throw failAt(alias.pos, alias.message);
    const message = `it cannot be read: ${messageOf(cause)}`;
    throw fail([`${reading.file}:1: ${message}`], [{ path: [], message }]);
  }
  const settings = readList(json, document, mistakes, reading);
  if (mistakes.length === 0) return settings;
  const places = mistakes.map(({ path, message }) => {
    const key = path.map(String).join(".");
    return `${reading.file}:${lineOf(document, lines, path)}: ${key === "" ? "" : `${key}: `}${message}`;
  });
  throw fail(places, mistakes);
}

/** What the parser says, where it speaks of its own functions or leaves out the key. */
function brokenMessage({ code, message, pos }: Broken, text: string): string {
  if (code === "MULTIPLE_DOCS") return "expected one document, got a second one after ---";
  if (code !== "DUPLICATE_KEY") return message;
  const [key = ""] = /^(?:"[^"\n]*"|'[^'\n]*'|[^:\n]*)/.exec(text.slice(pos[0])) ?? [];
  return `the key ${key.trim()} is there twice; keep one of them`;
}

interface Broken {
  readonly code?: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** The first alias whose anchor is nowhere before it, which the parser notices without its place. */
function unresolvedAlias(document: Document): Broken | undefined {
  let broken: Broken | undefined;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      const message = `there is no anchor &${alias.source} before *${alias.source}`;
      const [start = 0, end = 0] = alias.range ?? [];
      broken = { message, pos: [start, end] };
      return visit.BREAK;
    },
  });
  return broken;
}

function readList(
  json: unknown,
  document: Document,
  mistakes: Mistake[],
  reading: DocumentReading,
): WebhookSettings[] {
  const base: Path = Array.isArray(json) ? [] : ["webhooks"];
  const list = isMapping(json) ? json.webhooks : json;
  if (isMapping(json)) checkOuterKeys(json, mistakes);
  if (!Array.isArray(list)) {
    if (mistakes.length === 0) {
      mistakes.push({
        path: isMapping(json) && "webhooks" in json ? base : [],
        message: `expected webhooks: and a list, got ${described(list)}`,
      });
    }
    return [];
  }
  const settings = list.map((value: unknown, at) => {
    const path = [...base, at];
    const filled = fromEnvironment(
      replaceVariables(value, path, mistakes, reading.env),
      reading.env,
      path,
      mistakes,
    );
    return readWebhook(filled, path, {
      names: reading.names,
      mistakes,
      textOf: (place, scalar) => sourceText(document, place, scalar),
    });
  });
  checkNames(settings, base, mistakes);
  return settings.filter((one) => one !== undefined);
}

/** Other keys belong to others (a servo has them in the same file), but a misspelt one would be lost. */
function checkOuterKeys(json: Record<string, unknown>, mistakes: Mistake[]): void {
  if ("webhooks" in json) return;
  const meant = Object.keys(json).find((key) => nearest(key, ["webhooks"]) !== undefined);
  if (meant !== undefined) {
    mistakes.push({
      path: [meant],
      message: `unknown key ${JSON.stringify(meant)}; did you mean webhooks?`,
    });
  }
}

const variable = /\$(\$\{|\{([^}]*)\})/g;

/** Replaces `${NAME}` in every text; `$${` stands for `${`. */
function replaceVariables(
  value: unknown,
  path: Path,
  mistakes: Mistake[],
  env: DocumentReading["env"],
): unknown {
  if (typeof value === "string") {
    return value.replace(variable, (_whole, rest: string, name: string | undefined) => {
      if (rest === "${") return "${";
      const text = name === undefined ? undefined : env[name];
      if (text !== undefined && text !== "") return text;
      const problem = text === "" ? "is empty" : "is not set";
      const what = name
        ? `the environment variable ${name} ${problem}; set it`
        : "expected the name of an environment variable between the braces";
      mistakes.push({
        path,
        message: `${what}, or write $\${ for the characters themselves`,
      });
      return "";
    });
  }
  if (Array.isArray(value)) {
    return value.map((item, at) => replaceVariables(item, [...path, at], mistakes, env));
  }
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [key, replaceVariables(item, [...path, key], mistakes, env)] as const,
  );
  return Object.fromEntries(entries);
}

/** Keys of the original that may come from the environment, one value for all webhooks; those with parts as JSON. */
const inEnvironment = ["name", "description", "url", "secret", "response_channel"] as const;
const asJson = ["events", "headers", "backoff", "channels"] as const;

function fromEnvironment(
  value: unknown,
  env: DocumentReading["env"],
  path: Path,
  mistakes: Mistake[],
): unknown {
  if (!isMapping(value)) return value;
  const filled: Record<string, unknown> = { ...value };
  for (const key of inEnvironment) {
    const text = env[`WEBHOOK_${key.toUpperCase()}`];
    if (!(key in filled) && text) filled[key] = text;
  }
  for (const key of asJson) {
    const name = `WEBHOOK_${key.toUpperCase()}`;
    const text = env[name];
    if (key in filled || !text) continue;
    try {
      filled[key] = JSON.parse(text);
    } catch {
      mistakes.push({
        path: [...path, key],
        message: `expected JSON in the environment variable ${name}`,
      });
    }
  }
  return filled;
}

/** A number or boolean as the original turns it into text: `True`, `1.5`, `12345`. */
function sourceText(document: Document, path: Path, value: unknown): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  const node = document.getIn(path, true);
  const source = isScalar(node) ? node.source : undefined;
  const isDecimal = source !== undefined && /[.]/.test(source);
  return isDecimal && Number.isInteger(value) && Math.abs(value as number) < 1e16
    ? `${value}.0`
    : String(value);
}

/** The line of a path, or of the nearest thing around it that is there. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const inner = path.slice(0, length);
    const parent = document.getIn(inner.slice(0, -1), true);
    if (isMap(parent)) {
      const pair = parent.items.find(
        ({ key }) => isScalar(key) && String(key.value) === String(inner.at(-1)),
      );
      const range = isScalar(pair?.key) ? pair.key.range : undefined;
      if (range) return lines.linePos(range[0]).line;
    }
    const node = document.getIn(inner, true) as
      | { range?: [number, number, number] | null }
      | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function fail(places: readonly string[], mistakes: readonly Mistake[]): EmitterError {
  const issues = mistakes.map(({ path, message }) => ({ path, message }));
  return new EmitterError("config_invalid", places.join("\n"), { issues });
}
