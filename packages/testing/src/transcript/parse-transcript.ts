import { checkInput } from "../conversation/check-input.ts";
import { ConversationError } from "../errors.ts";
import { isObject } from "../internal/is-object.ts";
import { jsonText } from "../internal/json-text.ts";
import {
  FORMAT,
  type Transcript,
  type TranscriptHeader,
  type TranscriptTurn,
  VERSION,
} from "./transcript.ts";

/**
 * Reads a transcript. Empty lines are passed over, and so are keys that this version does not know.
 *
 * @throws {@link ConversationError} `transcript_invalid`, naming the line.
 *
 * @example
 * ```ts
 * import { Webhook } from "@clustaar/webhook-core";
 * import { conversation, parseTranscript } from "@clustaar/testing";
 *
 * const chat = conversation(new Webhook().on("conversation.step_reached", () => {}));
 * await chat.say("Hello");
 * console.log(parseTranscript(chat.transcript).turns[0]?.input); // { type: "say", text: "Hello" }
 * ```
 */
export function parseTranscript(text: string): Transcript {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== "")
    .map(({ line, number }) => ({ number, json: parse(line, number) }));
  const [first, ...rest] = lines;
  if (first === undefined) throw invalid(1, "the transcript is empty");
  const header = headerOf(first.json, first.number);
  return { header, turns: rest.map(({ json, number }, index) => turnOf(json, number, index + 1)) };
}

function headerOf(json: unknown, line: number): TranscriptHeader {
  if (!isObject(json) || json.format !== FORMAT) {
    throw invalid(line, `expected { "format": "${FORMAT}", ... }, got ${jsonText(json, 80)}`);
  }
  if (json.version !== VERSION) {
    throw invalid(
      line,
      `expected version ${VERSION}, got ${jsonText(json.version)}; a newer version of this package reads it`,
    );
  }
  const good =
    typeof json.step === "string" &&
    typeof json.channel === "string" &&
    hasValues(json.session) &&
    isObject(json.interlocutor);
  if (!good) throw invalid(line, "expected step, channel, session.values and interlocutor");
  // The bot is checked where it is used.
  return json as unknown as TranscriptHeader;
}

function turnOf(json: unknown, line: number, number: number): TranscriptTurn {
  if (!isObject(json) || json.turn !== number) {
    throw invalid(line, `expected { "turn": ${number}, ... }, got ${jsonText(json, 80)}`);
  }
  if (typeof json.at !== "string" || Number.isNaN(Date.parse(json.at))) {
    throw invalid(line, `at: expected a time in ISO 8601, got ${jsonText(json.at)}`);
  }
  try {
    checkInput(json.input);
  } catch (error) {
    throw invalid(line, (error as Error).message);
  }
  const good = Array.isArray(json.steps) && Array.isArray(json.actions) && hasValues(json.session);
  if (!good) throw invalid(line, "expected steps, actions and session.values");
  return json as unknown as TranscriptTurn;
}

function hasValues(session: unknown): boolean {
  return isObject(session) && isObject(session.values);
}

function parse(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw invalid(number, (error as Error).message);
  }
}

function invalid(line: number, why: string): ConversationError {
  return new ConversationError(
    "transcript_invalid",
    `the transcript cannot be read: line ${line}: ${why}`,
  );
}
