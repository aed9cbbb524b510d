import { ConversationError } from "../errors.ts";
import { isObject } from "../internal/is-object.ts";
import { jsonText } from "../internal/json-text.ts";
import type { Situation } from "./situation.ts";
import type { TurnRecord } from "./turn.ts";

/**
 * A whole conversation as plain JSON: keep it in a file, and `conversation(webhook, { resume })` goes on from there. It
 * holds what was said and who said it, but neither the private key nor the credentials.
 */
export interface ConversationState {
  /** The version of this format. */
  readonly version: 1;
  /** Where the conversation began. */
  readonly start: Situation;
  /** Its turns, in order. */
  readonly turns: readonly TurnRecord[];
}

/**
 * Checks that a value is a state, as far as it takes to go on from it.
 *
 * @throws ConversationError `state_invalid`.
 */
export function readState(value: unknown): ConversationState {
  if (!isObject(value)) throw invalid(`expected an object, got ${jsonText(value, 50)}`);
  if (value.version !== 1) throw invalid(`expected version 1, got ${jsonText(value.version)}`);
  const { start, turns } = value;
  if (!isSituation(start)) throw invalid("start is not a situation");
  if (!Array.isArray(turns)) throw invalid(`turns: expected a list, got ${jsonText(turns, 50)}`);
  for (const [index, turn] of turns.entries()) {
    const good =
      isObject(turn) &&
      turn.number === index + 1 &&
      Array.isArray(turn.steps) &&
      isSituation(turn.after);
    if (!good) throw invalid(`turns.${index} is not turn ${index + 1}`);
  }
  // What a state holds beyond that is written by this package.
  return structuredClone(value) as unknown as ConversationState;
}

function isSituation(value: unknown): value is Situation {
  return (
    isObject(value) &&
    typeof value.step === "string" &&
    isObject(value.session) &&
    isObject(value.session.values) &&
    isObject(value.interlocutor) &&
    isObject(value.documents) &&
    typeof value.waited === "number" &&
    Array.isArray(value.choices)
  );
}

function invalid(why: string): ConversationError {
  return new ConversationError(
    "state_invalid",
    `the state to resume cannot be read: ${why}; give what \`chat.state\` gave`,
  );
}
