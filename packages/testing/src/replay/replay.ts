import { type Interlocutor, schemas } from "@clustaar/webhook-core";
import { checkOptions } from "@clustaar/webhook-core/endpoint";
import type { BotFile } from "../bot/bot-file.ts";
import { type Conversation, conversation } from "../conversation/conversation.ts";
import { ConversationError } from "../errors.ts";
import { decodeAsSent } from "../exchange/decode-as-sent.ts";
import type { Target } from "../exchange/transport.ts";
import { parseTranscript } from "../transcript/parse-transcript.ts";
import type { Transcript, TranscriptHeader } from "../transcript/transcript.ts";
import { turnOutcome } from "../transcript/turn-outcome.ts";
import { compareOutcomes, type TurnDifferences } from "./compare.ts";

/** How a transcript is played again. */
export interface ReplayOptions {
  /** Signs each request again; default and null: unsigned. A transcript holds no key. */
  readonly privateKey?: string | null;
  /** The basic credentials; default and null: none. */
  readonly auth?: { readonly username: string; readonly password: string } | null;
  /** The bot, in place of the one that the transcript holds. */
  readonly bot?: BotFile;
  /** Values that may differ: paths of keys joined by dots, `*` for any one key: `session.values.requestId`. */
  readonly ignore?: readonly string[];
  /** Milliseconds to wait for an answer; default 30,000. */
  readonly timeout?: number;
}

/**
 * Plays a transcript again: each input once more, at the recorded time, signed again. In process the webhook judges
 * requests by the recorded time too; a server has its own clock, so requests to a URL are dated by this machine's.
 *
 * @param transcript - the text of a transcript, or one that was read.
 * @returns the turns that came out otherwise; an empty list: none. A turn that can no longer be played (its button is
 * gone) is the last one.
 * @throws {@link ConversationError} where the transcript cannot be read or the webhook cannot be reached.
 *
 * @example
 * ```ts
 * import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";
 * import { conversation, replay } from "@clustaar/testing";
 *
 * const bot = (greeting: string) =>
 *   new Webhook({ privateKey: "s3cr3t" }).on("conversation.step_reached", () =>
 *     stepReachedResponse({ actions: [sendTextAction({ alternatives: [greeting] })] }),
 *   );
 * const chat = conversation(bot("Hello"), { privateKey: "s3cr3t" });
 * await chat.say("Hi");
 *
 * console.log(await replay(bot("Hello"), chat.transcript, { privateKey: "s3cr3t" })); // []
 * const [turn] = await replay(bot("Bonjour"), chat.transcript, { privateKey: "s3cr3t" });
 * console.log(turn?.differences[0]);
 * // => { path: "actions.0.alternatives.0", expected: "Hello", actual: "Bonjour" }
 * ```
 */
export async function replay(
  webhook: Target,
  transcript: string | Transcript,
  options: ReplayOptions = {},
): Promise<TurnDifferences[]> {
  checkOptions("replay", options, ["privateKey", "auth", "bot", "ignore", "timeout"]);
  const { ignore = [], ...rest } = options;
  const { header, turns } =
    typeof transcript === "string" ? parseTranscript(transcript) : transcript;
  let recorded = 0;
  const chat: Conversation = conversation(webhook, {
    ...(header.bot === undefined ? {} : { bot: header.bot }),
    ...rest,
    resume: beginning(header),
    // The recorded time has the waiting of that time in it, the clock has not.
    now: () => recorded - chat.situation.waited,
  });
  const different: TurnDifferences[] = [];
  for (const { turn: number, at, input, ...expected } of turns) {
    recorded = Date.parse(at);
    const visitor = chat.interlocutor;
    try {
      const turn = await chat.play(input);
      const found = compareOutcomes(expected, turnOutcome(turn, visitor), ignore);
      if (found.length > 0) different.push({ turn: number, input, differences: found });
    } catch (error) {
      if (!(error instanceof ConversationError) || !ofTheBot.has(error.code)) throw error;
      const cannot = { path: "input", expected: "can be played", actual: error.message };
      different.push({ turn: number, input, differences: [cannot] });
      break;
    }
  }
  return different;
}

/** Errors that say that the bot has changed; others say that nothing can be compared. */
const ofTheBot: ReadonlySet<string> = new Set([
  "not_offered",
  "ambiguous",
  "unknown_step",
  "too_many_hops",
]);

/** The state that a transcript begins with. */
function beginning({ step, channel, session, interlocutor, paused = false }: TranscriptHeader) {
  const visitor: Interlocutor = decodeAsSent(schemas.webhook_interlocutor, interlocutor);
  return {
    version: 1,
    start: {
      step,
      channel,
      session,
      interlocutor: visitor,
      paused,
      waited: 0,
      documents: {},
      choices: [],
    },
    turns: [],
  } as const;
}
