import type { Schema } from "@clustaar/webhook-core";
import { isObject } from "../internal/is-object.ts";

/**
 * Decodes, but leaves texts exactly as they were sent: a visitor's page may show `I &lt;3 you` as `I <3 you`, but who tests
 * a bot compares with what the bot wrote.
 *
 * What decoding would clean is found by writing the model back; those texts travel as placeholders that nothing cleans.
 *
 * @throws SchemaError where the shape does not fit.
 */
export function decodeAsSent<Model>(schema: Schema<string, Model>, wire: unknown): Model {
  const model = schema.decode(wire);
  const texts: string[] = [];
  const marked = mark(wire, schema.encode(model), texts);
  // Unmarking keeps every shape: it replaces texts by texts.
  return texts.length === 0 ? model : (unmark(schema.decode(marked), texts) as Model);
}

const PLACEHOLDER = /^as-sent:(?<index>\d+):as-sent$/;

/** A copy of a wire value with a placeholder for each text that came back otherwise. */
function mark(sent: unknown, back: unknown, texts: string[]): unknown {
  if (typeof sent === "string") {
    const isCleaned = typeof back === "string" && sent !== back;
    // A text that looks like a placeholder travels as one too, so that it is not taken for another.
    if (!isCleaned && !PLACEHOLDER.test(sent)) return sent;
    return `as-sent:${texts.push(sent) - 1}:as-sent`;
  }
  if (Array.isArray(sent)) {
    const list = Array.isArray(back) ? back : [];
    return sent.map((item, index) => mark(item, list[index], texts));
  }
  if (!isObject(sent)) return sent;
  const object = isObject(back) ? back : {};
  return mapValues(sent, (value, key) => mark(value, object[key], texts));
}

function unmark(value: unknown, texts: readonly string[]): unknown {
  if (typeof value === "string") {
    const index = PLACEHOLDER.exec(value)?.groups?.index;
    return index === undefined ? value : texts[Number(index)];
  }
  if (Array.isArray(value)) return value.map((item) => unmark(item, texts));
  return isObject(value) ? mapValues(value, (item) => unmark(item, texts)) : value;
}

function mapValues(
  object: Readonly<Record<string, unknown>>,
  map: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  // `fromEntries` makes own keys of all, `__proto__` included.
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}
