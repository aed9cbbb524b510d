import { kindOf } from "@clustaar/webhook-core/endpoint";
import { ConversationError } from "../errors.ts";
import { isObject } from "../internal/is-object.ts";
import type { VisitorInput } from "./visitor-input.ts";

type Check = readonly [expected: string, fits: (value: unknown) => boolean];

const text: Check = ["a text", (value) => typeof value === "string"];
const number: Check = ["a number", (value) => Number.isFinite(value)];
const object: Check = ["an object", isObject];
const flag: Check = ["true or false", (value) => typeof value === "boolean"];
const position: Check = [
  "a whole number from 1 up",
  (value) => Number.isInteger(value) && (value as number) >= 1,
];
const rating: Check = [
  "a number or a text",
  (value) => typeof value === "number" || typeof value === "string",
];
const attachments: Check = [
  "a list of attachments, each with a type",
  (value) =>
    Array.isArray(value) &&
    value.every((one: unknown) => isObject(one) && typeof one.type === "string"),
];

/** What each kind of input holds; a question mark: may be left out. */
const fields: { readonly [T in VisitorInput["type"]]: Readonly<Record<string, Check>> } = {
  say: { text },
  click: { title: text, "card?": text, "nth?": position },
  choose: { list: text, title: text },
  attach: { attachments },
  rate: { rating },
  locate: { lat: number, long: number },
  reach: { step: text },
  send: { input: object },
  edit: { "session?": object, "interlocutor?": object, "channel?": text, "paused?": flag },
};

/**
 * Checks that a value, which may come from a file or a browser, is an input.
 *
 * @throws ConversationError `input_invalid`, saying what was expected and what came.
 */
export function checkInput(value: unknown): VisitorInput {
  if (!isObject(value)) throw invalid(`expected an input, got ${kindOf(value)}`);
  const { type } = value;
  if (typeof type !== "string" || !Object.hasOwn(fields, type)) {
    const came = typeof type === "string" ? `"${type.slice(0, 100)}"` : kindOf(type);
    throw invalid(`expected the type ${Object.keys(fields).join(", ")}, got ${came}`);
  }
  const wanted = new Map(
    Object.entries(fields[type as VisitorInput["type"]]).map(([key, check]) => [
      key.replace("?", ""),
      { check, isOptional: key.endsWith("?") },
    ]),
  );
  for (const key of Object.keys(value)) {
    if (key !== "type" && !wanted.has(key)) {
      throw invalid(`${type}: unknown key "${key}"; the keys are ${[...wanted.keys()].join(", ")}`);
    }
  }
  for (const [key, { check, isOptional }] of wanted) {
    const given = value[key];
    if (given === undefined && isOptional) continue;
    const [expected, fits] = check;
    if (!fits(given)) throw invalid(`${type}: ${key}: expected ${expected}, got ${kindOf(given)}`);
  }
  // Every key was checked.
  return value as VisitorInput;
}

function invalid(why: string): ConversationError {
  return new ConversationError("input_invalid", `the input cannot be played: ${why}`);
}
