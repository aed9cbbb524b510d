// The matcher for Vitest; kept apart, so that the rest needs no test runner.
import { readFile } from "node:fs/promises";
import { type Conversation, conversationBrand } from "./conversation/conversation.ts";
import { ConversationError } from "./errors.ts";
import type { Target } from "./exchange/transport.ts";
import {
  compareInputs,
  compareOutcomes,
  formatDifferences,
  type TurnDifferences,
} from "./replay/compare.ts";
import { type ReplayOptions, replay } from "./replay/replay.ts";
import { parseTranscript } from "./transcript/parse-transcript.ts";

/** What a matcher says; as Vitest and Jest take it. */
export interface MatcherResult {
  /** Whether it matches. */
  readonly pass: boolean;
  /** Why it does not, or does. */
  readonly message: () => string;
}

/**
 * A matcher for `expect.extend`: whether a webhook still answers as a transcript recorded, or a conversation went as one
 * did.
 *
 * @param received - a webhook, `{ url }` or a function that sends: the transcript is played again. A conversation: it is
 * compared as it stands.
 * @param transcript - the text of a transcript, or the path or URL of its file.
 * @throws {@link ConversationError} where the transcript cannot be read or the webhook cannot be reached.
 *
 * @example
 * ```ts
 * import { Webhook } from "@clustaar/webhook-core";
 * import { conversation } from "@clustaar/testing";
 * import { toMatchTranscript } from "@clustaar/testing/vitest";
 * import { expect } from "vitest";
 *
 * expect.extend({ toMatchTranscript });
 *
 * const webhook = new Webhook().on("conversation.step_reached", () => {});
 * const chat = conversation(webhook);
 * await chat.say("Hello");
 * await expect(webhook).toMatchTranscript(chat.transcript, { ignore: ["session.values.requestId"] });
 * ```
 */
export async function toMatchTranscript(
  received: unknown,
  transcript: string | URL,
  options: ReplayOptions = {},
): Promise<MatcherResult> {
  const text = await textOf(transcript);
  const different = isConversation(received)
    ? compareTranscripts(text, received.transcript, options.ignore ?? [])
    : await replay(received as Target, text, options);
  const pass = different.length === 0;
  return {
    pass,
    message: () =>
      pass
        ? "expected the conversation to differ from the transcript, but every turn is as recorded"
        : `expected the conversation of the transcript (-), got another (+):\n\n${formatDifferences(different)}`,
  };
}

function isConversation(value: unknown): value is Conversation {
  return typeof value === "object" && value !== null && conversationBrand in value;
}

function compareTranscripts(
  expected: string,
  actual: string,
  ignore: readonly string[],
): TurnDifferences[] {
  const wanted = parseTranscript(expected).turns;
  const came = parseTranscript(actual).turns;
  const different: TurnDifferences[] = [];
  for (let index = 0; index < Math.max(wanted.length, came.length); index++) {
    const one = wanted[index];
    const other = came[index];
    const turn = one ?? other;
    if (turn === undefined) continue;
    const { input } = turn;
    const differences =
      one === undefined || other === undefined
        ? [{ path: "turn", expected: one && "a turn", actual: other && "a turn" }]
        : [...compareInputs(one.input, other.input), ...compareOutcomes(one, other, ignore)];
    if (differences.length > 0) different.push({ turn: turn.turn, input, differences });
  }
  return different;
}

/** A transcript is JSON, so its text begins with a brace; anything else is a path. */
async function textOf(transcript: string | URL): Promise<string> {
  if (typeof transcript === "string" && /^\s*\{/.test(transcript)) return transcript;
  try {
    return await readFile(transcript, "utf8");
  } catch (cause) {
    throw new ConversationError(
      "transcript_invalid",
      `the transcript ${transcript} cannot be read: ${(cause as Error).message}; record it with \`await writeFile("chat.jsonl", chat.transcript)\``,
      { cause },
    );
  }
}

// Vitest's `expect` takes Jest's matchers up, and a global needs no module that CommonJS could not require.
declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: all declarations of one interface must have the same parameters.
    interface Matchers<R, T = {}> {
      /** Whether a webhook still answers as a transcript recorded, or a conversation went as one did; wait for it. */
      toMatchTranscript(transcript: string | URL, options?: ReplayOptions): Promise<void>;
    }
  }
}
