import { types } from "node:util";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { resolveDirectPath } from "./internal/direct-path.ts";
import { described, equality } from "./internal/equality.ts";
import { seeing } from "./internal/sight.ts";
import type { JsonFilter } from "./types.ts";

/** Characters of a text that a pattern is tried on: many a pattern takes the square of the length. */
const LONGEST = 10_000;

const typePath = ["data", "input", "type"] as const;
const textPath = ["data", "input", "text"] as const;

/**
 * Matches when the visitor typed something that the regular expression matches (`data.input` is a message, and the expression is
 * tried on its `text`). For an exact text there is `userInput`.
 *
 * The text is what was sent: not cleaned of HTML, so that `<` may arrive as `&lt;`. A text of more than 10,000 characters does
 * not pass. The flags `g` and `y` mean nothing here. Visitors choose the text, so keep to expressions without a repetition
 * inside a repetition (`(a+)+`), which can take forever.
 *
 * @throws WebhookConfigError `config_invalid` when it is not a regular expression.
 *
 * @example
 * ```ts
 * import { text } from "@clustaar/webhook-core";
 *
 * const handover = text(/agent|human/i);
 * const typed = (words: string) => ({ data: { input: { type: "message", text: words, attachments: [] } } });
 * console.log(handover(typed("Get me a HUMAN, please"))); // true
 * console.log(handover(typed("Where is my order?"))); // false
 * ```
 */
export function text(pattern: RegExp): JsonFilter {
  if (!types.isRegExp(pattern)) {
    const remedy = typeof pattern === "string" ? "; for an exact text, write userInput(text)" : "";
    throw new WebhookConfigError(
      `text: expected a regular expression, such as /agent|human/i, got ${kindOf(pattern)}${remedy}`,
    );
  }
  // A copy: one that is global or sticky remembers where it stopped, and would miss every other text.
  const own = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ""));
  const read = (json: unknown) => resolveDirectPath(json, textPath);
  const readType = (json: unknown) => resolveDirectPath(json, typePath);
  const matches = (value: unknown) =>
    typeof value === "string" && value.length <= LONGEST && own.test(value);
  const filter: JsonFilter = (json) => readType(json) === "message" && matches(read(json));
  return seeing(described(`text(${own})`, filter, equality(typePath, ["message"])), {
    looks: [
      { path: typePath.join("."), read: readType, wanted: ["message"] },
      { path: textPath.join("."), read, pattern: { text: String(own), matches } },
    ],
  });
}
