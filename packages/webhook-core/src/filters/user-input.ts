import { WebhookConfigError } from "../endpoint/errors.ts";
import { checkOptions } from "../endpoint/option-checks.ts";
import { resolveDirectPath } from "./internal/direct-path.ts";
import { described, equality } from "./internal/equality.ts";
import { type Look, seeing } from "./internal/sight.ts";
import { requireTexts } from "./internal/text-filter.ts";
import type { JsonFilter } from "./types.ts";

/** Which input {@link userInput} is to pass: of one type and, where given, with one text, name or URL, or one of several. */
export type UserInputMatch =
  | {
      /** The visitor wrote something. */
      readonly type: "message";
      /** Exactly what the visitor wrote. */
      readonly text?: string | readonly string[];
    }
  | {
      /** A custom event was raised. */
      readonly type: "custom_event";
      /** The name of the event. */
      readonly name?: string | readonly string[];
    }
  | {
      /** A page was loaded. */
      readonly type: "url_loaded_event";
      /** The exact URL of the page. */
      readonly url?: string | readonly string[];
    }
  | {
      /** The visitor chose something that goes to the step: a button, a quick reply. */
      readonly type: "go_to_action";
    };

/** The types of input, each with the key that can be asked for. */
const detailOf: Readonly<Record<UserInputMatch["type"], string | undefined>> = {
  message: "text",
  custom_event: "name",
  url_loaded_event: "url",
  go_to_action: undefined,
};

/** The types of input that the platform sends. */
export const inputTypes = Object.keys(detailOf) as readonly UserInputMatch["type"][];

/**
 * Matches when this input led to the step (`data.input`): a text (or one of several) that the visitor
 * wrote, or an input of one type. Texts are compared exactly as they came: case and white space matter.
 *
 * @throws WebhookConfigError `config_invalid` when no text is given, one is empty, or the type or a key is unknown.
 *
 * @example
 * ```ts
 * import { userInput } from "@clustaar/webhook-core";
 *
 * const yes = userInput(["yes", "Yes"]);
 * console.log(yes({ data: { input: { type: "message", text: "Yes", attachments: [] } } })); // true
 * const opened = userInput({ type: "custom_event", name: "opened" });
 * console.log(opened({ data: { input: { type: "custom_event", name: "closed" } } })); // false
 * ```
 */
export function userInput(match: string | readonly string[] | UserInputMatch): JsonFilter {
  const { type, detail, texts } = partsOf(match);
  const name = `userInput(${[type, ...(texts ?? [])].join(", ")})`;
  const isType: JsonFilter = (json) => resolveDirectPath(json, typePath) === type;
  const typeLook = lookAt(typePath, [type]);
  if (detail === undefined || texts === undefined) {
    return seeing(described(name, isType, equality(typePath, [type])), { looks: [typeLook] });
  }
  const path = ["data", "input", detail];
  const wanted = new Set<unknown>(texts);
  const filter: JsonFilter = (json) => wanted.has(resolveDirectPath(json, path)) && isType(json);
  return seeing(described(name, filter, equality(path, texts)), {
    looks: [typeLook, lookAt(path, texts)],
  });
}

function lookAt(path: readonly string[], wanted: readonly string[]): Look {
  return { path: path.join("."), read: (json) => resolveDirectPath(json, path), wanted };
}

const typePath = ["data", "input", "type"] as const;

interface Parts {
  readonly type: UserInputMatch["type"];
  readonly detail: string | undefined;
  readonly texts: readonly string[] | undefined;
}

function partsOf(match: string | readonly string[] | UserInputMatch): Parts {
  if (typeof match === "string" || Array.isArray(match)) {
    const texts = requireTexts("userInput", "a text", match);
    return { type: "message", detail: "text", texts };
  }
  const { type } = (match ?? {}) as Partial<UserInputMatch>;
  if (type === undefined || !Object.hasOwn(detailOf, type)) {
    throw new WebhookConfigError(
      `userInput: expected a text, a list of texts, or { type } with one of ${inputTypes.join(", ")}, got ${typeof type === "string" ? `the type ${JSON.stringify(type)}` : "neither"}`,
    );
  }
  const detail = detailOf[type];
  checkOptions("userInput", match, detail === undefined ? ["type"] : ["type", detail]);
  const wanted = detail && (match as Readonly<Record<string, unknown>>)[detail];
  const texts =
    wanted === undefined ? undefined : requireTexts(`userInput: ${detail}`, "a text", wanted);
  return { type, detail, texts };
}
