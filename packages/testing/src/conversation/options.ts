import { type Interlocutor, WebhookConfigError } from "@clustaar/webhook-core";
import { checkFunction, checkNumber, checkOptions, kindOf } from "@clustaar/webhook-core/endpoint";
import { Bot } from "../bot/bot.ts";
import type { BotFile } from "../bot/bot-file.ts";
import { parseBot } from "../bot/parse-bot.ts";
import { ConversationError } from "../errors.ts";
import type { Credentials } from "../exchange/call-webhook.ts";
import { checkVisitor } from "./check-visitor.ts";
import type { Situation } from "./situation.ts";
import { type ConversationState, readState } from "./state.ts";

/** How a {@link conversation} is held. */
export interface ConversationOptions {
  /** Signs each request, as the private key of the bot's webhook tab does; default and null: unsigned. */
  readonly privateKey?: string | null;
  /** The basic credentials of the bot's webhook tab; default and null: none. */
  readonly auth?: { readonly username: string; readonly password: string } | null;
  /** The bot: from `defineBot`, `readBotFile`, or the JSON of a bot file. Default: every step exists and calls the webhook. */
  readonly bot?: BotFile;
  /** Resumes a conversation from its `state`, which then determines the next three. */
  readonly resume?: ConversationState;
  /** The session's values at the start; default: none. */
  readonly session?: Readonly<Record<string, unknown>>;
  /** How the visitor differs from the default: Tintin, who is not logged in. */
  readonly interlocutor?: Partial<Interlocutor>;
  /** Where the visitor talks; default `customer_chat`. */
  readonly channel?: string;
  /** The clock, in epoch milliseconds; default `Date.now`. The bot's waiting is added to it. A server has its own clock, so requests to a URL carry the date of this machine. */
  readonly now?: () => number;
  /** Which alternative of a text is said: a number from 0 up to, but not including, 1; default: always 0, the first. */
  readonly random?: () => number;
  /** Milliseconds to wait for an answer; default 30,000. */
  readonly timeout?: number;
}

/** Options, checked and filled in. */
export interface Settings {
  readonly bot: Bot;
  readonly credentials: Credentials;
  readonly state: ConversationState;
  readonly now: () => number;
  readonly random: () => number;
  readonly timeout: number;
}

const KNOWN = [
  "privateKey",
  "auth",
  "bot",
  "resume",
  "session",
  "interlocutor",
  "channel",
  "now",
  "random",
  "timeout",
] as const;

/**
 * Checks the options of a conversation.
 *
 * @throws WebhookConfigError `config_invalid`, naming the option; ConversationError for a bot or a state.
 */
export function settingsOf(options: ConversationOptions): Settings {
  checkOptions("conversation", options, KNOWN);
  const { privateKey = null, auth = null, now = Date.now, random = () => 0 } = options;
  const { timeout = 30_000 } = options;
  if (privateKey !== null && (typeof privateKey !== "string" || privateKey === "")) {
    throw new WebhookConfigError(
      `conversation: privateKey: expected a text that is not empty, or null, got ${kindOf(privateKey)}`,
    );
  }
  if (auth !== null) checkOptions("conversation: auth", auth, ["username", "password"]);
  checkFunction("conversation: now", now);
  checkFunction("conversation: random", random);
  checkNumber("conversation: timeout", timeout, 1, "milliseconds", 2 ** 31 - 1);
  const bot = new Bot(
    options.bot === undefined ? undefined : parseBot(options.bot, "conversation: bot"),
  );
  return {
    bot,
    credentials: { privateKey, auth },
    state: options.resume === undefined ? startOf(options, bot) : resumed(options),
    now,
    random,
    timeout,
  };
}

function resumed({
  resume,
  session,
  interlocutor,
  channel,
}: ConversationOptions): ConversationState {
  if (session !== undefined || interlocutor !== undefined || channel !== undefined) {
    throw new ConversationError(
      "state_invalid",
      "conversation: session, interlocutor and channel are those of the state to resume; leave them out, or use edit()",
    );
  }
  return readState(resume);
}

function startOf(
  { session = {}, interlocutor = {}, channel = "customer_chat" }: ConversationOptions,
  bot: Bot,
): ConversationState {
  const start: Situation = {
    step: bot.start,
    session: { values: structuredClone(session) },
    interlocutor: visitor(interlocutor),
    channel,
    paused: false,
    waited: 0,
    documents: {},
    choices: [],
  };
  return { version: 1, start, turns: [] };
}

function visitor(overrides: Partial<Interlocutor>): Interlocutor {
  checkVisitor("conversation: interlocutor", overrides);
  return {
    id: "507f191e810c19729de860eb",
    remoteId: "42",
    location: null,
    email: "tintin@moulinsart.example",
    firstName: "Tintin",
    lastName: null,
    phoneNumber: null,
    customAttributes: {},
    ...structuredClone(overrides),
  };
}
