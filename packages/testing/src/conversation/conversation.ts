import type { Attachment, Input, Interlocutor } from "@clustaar/webhook-core";
import { checkFunction } from "@clustaar/webhook-core/endpoint";
import type { Problem } from "@clustaar/webhook-core/testing";
import type { Offer, Rating } from "../actions/offers.ts";
import type { BotStep } from "../bot/bot.ts";
import { ConversationError } from "../errors.ts";
import { type Target, transportTo } from "../exchange/transport.ts";
import { deepFreeze } from "../internal/deep-freeze.ts";
import { writeTranscript } from "../transcript/write-transcript.ts";
import { checkInput } from "./check-input.ts";
import type { WhichButton } from "./find-offer.ts";
import { wireInput } from "./inputs.ts";
import { type ConversationOptions, settingsOf } from "./options.ts";
import { playTurn, type Stage } from "./play-turn.ts";
import type { Situation } from "./situation.ts";
import type { ConversationState } from "./state.ts";
import { type Turn, turnOf } from "./turn.ts";
import type { Edit, VisitorInput } from "./visitor-input.ts";

/** Called with each turn when it is over. */
export type TurnListener = (turn: Turn) => void;

/** Marks a conversation, whichever copy of this package made it. */
export const conversationBrand: unique symbol = Symbol.for("@clustaar/testing/conversation");

/**
 * A conversation of one visitor with a bot; made by {@link conversation}. What it gives away is frozen: a turn that
 * happened does not change.
 *
 * @example
 * ```ts
 * import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";
 * import { type Conversation, conversation } from "@clustaar/testing";
 *
 * const webhook = new Webhook().on("conversation.step_reached", () =>
 *   stepReachedResponse({ actions: [sendTextAction({ alternatives: ["Hello"] })] }),
 * );
 * const chat: Conversation = conversation(webhook);
 * const turn = await chat.say("Hi");
 * console.log(turn.texts, chat.texts); // ["Hello"] ["Hello"]
 * ```
 */
export class Conversation {
  readonly [conversationBrand] = true;
  readonly #stage: Stage;
  readonly #now: () => number;
  readonly #start: Situation;
  readonly #listeners = new Set<TurnListener>();
  #turns: readonly Turn[];
  /** Settled when the turn that was asked for last is over. */
  #last: Promise<unknown> = Promise.resolve();
  #underWay = 0;

  constructor(webhook: Target, options: ConversationOptions) {
    const { bot, credentials, state, now, random, timeout } = settingsOf(options);
    this.#stage = { bot, credentials, random, transport: transportTo(webhook, timeout) };
    this.#now = now;
    this.#start = deepFreeze(state.start);
    this.#turns = Object.freeze(state.turns.map((turn) => deepFreeze(turnOf(turn))));
  }

  /** The visitor types a text. The bot file's `texts` say which step it leads to; others reach the current step. */
  say(text: string): Promise<Turn> {
    return this.play({ type: "say", text });
  }

  /**
   * The visitor presses a button or a quick reply by its title, and its action decides what happens.
   *
   * @throws {@link ConversationError} `not_offered` with the titles there are, `ambiguous` where several differ.
   */
  click(title: string, which: WhichButton = {}): Promise<Turn> {
    return this.play({ type: "click", title, ...which });
  }

  /**
   * The visitor chooses from a list: by its placeholder, its message or the title of a section, and the choice's title.
   *
   * @throws {@link ConversationError} `not_offered` with the lists, or the choices, that there are.
   */
  choose(list: string, title: string): Promise<Turn> {
    return this.play({ type: "choose", list, title });
  }

  /** The visitor sends files; documents that were asked for are handed in one after the other. */
  attach(...attachments: Attachment[]): Promise<Turn> {
    return this.play({ type: "attach", attachments });
  }

  /**
   * The visitor answers a satisfaction request: 1 and 2 are negative, 3 is neutral, 4 and 5 are positive; or by the
   * rating, or the text on its button.
   *
   * @throws {@link ConversationError} `not_offered` with the ratings there are.
   */
  rate(rating: number | Rating | (string & {})): Promise<Turn> {
    return this.play({ type: "rate", rating });
  }

  /**
   * The visitor tells where they are, in degrees.
   *
   * @throws {@link ConversationError} `not_offered` where nobody asked.
   */
  locate({ lat, long }: { lat: number; long: number }): Promise<Turn> {
    return this.play({ type: "locate", lat, long });
  }

  /**
   * The platform lets the conversation reach a step, by its id or its name in the bot file; default: the first step.
   *
   * @throws {@link ConversationError} `unknown_step` with the steps there are.
   */
  async reach(step: string = this.#stage.bot.start): Promise<Turn> {
    return this.play({ type: "reach", step: this.#stage.bot.idOf(step) });
  }

  /** The platform hands over any input: a custom event, a loaded page, a message with text and files. */
  send(input: Input): Promise<Turn> {
    return this.play({ type: "send", input: wireInput(input) });
  }

  /** Changes what the platform keeps, without calling the webhook: to try what a bot does with other values. */
  edit(changes: Edit): Promise<Turn> {
    return this.play({ type: "edit", ...changes });
  }

  /**
   * Plays one input; the methods above are short for it. Turns are played in the order they are asked for.
   *
   * @throws {@link ConversationError} when it cannot be; the conversation is then as if nothing had been asked.
   */
  play(input: VisitorInput): Promise<Turn> {
    const turn = this.#last.then(() => this.#play(checkInput(structuredClone(input))));
    this.#underWay += 1;
    this.#last = turn.then(this.#over, this.#over);
    return turn;
  }

  /**
   * Takes the conversation back to the end of a turn, 0: to its beginning. The turns behind it are gone.
   *
   * @throws {@link ConversationError} `unknown_turn`, or `busy` while a turn is under way.
   */
  rewind(turn: number): this {
    if (this.#underWay > 0) {
      throw new ConversationError("busy", "rewind: a turn is under way; await it first");
    }
    const last = this.#turns.length;
    if (!Number.isInteger(turn) || turn < 0 || turn > last) {
      throw new ConversationError(
        "unknown_turn",
        `rewind: expected the number of a turn from 0 to ${last}, got ${turn}`,
      );
    }
    this.#turns = Object.freeze(this.#turns.slice(0, turn));
    return this;
  }

  /** Calls a listener with each turn when it is over; what comes back ends that. A listener that throws breaks no turn. */
  on(event: "turn", listener: TurnListener): () => void {
    if (event !== "turn") throw new TypeError(`on: expected the event "turn", got "${event}"`);
    checkFunction('on("turn"): listener', listener);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The texts that the bot said in the last turn, exactly as it sent them. */
  get texts(): readonly string[] {
    return this.#turns.at(-1)?.texts ?? [];
  }

  /** Why the last turn ended without an answer; undefined where it has one. */
  get problem(): Problem | undefined {
    return this.#turns.at(-1)?.problem;
  }

  /** What the conversation remembers. */
  get session(): Situation["session"] {
    return this.situation.session;
  }

  /** Who is talking to the bot. */
  get interlocutor(): Readonly<Interlocutor> {
    return this.situation.interlocutor;
  }

  /** The current step: the last one that was reached, or where the conversation will start. */
  get step(): BotStep {
    return this.#stage.bot.step(this.situation.step);
  }

  /** Where the visitor talks. */
  get channel(): string {
    return this.situation.channel;
  }

  /** Whether a `pause_bot_action` has silenced the bot. */
  get paused(): boolean {
    return this.situation.paused;
  }

  /** What the visitor can do now, besides typing. */
  get choices(): readonly Offer[] {
    return this.situation.choices;
  }

  /** The turns so far. */
  get turns(): readonly Turn[] {
    return this.#turns;
  }

  /** The whole state of the conversation. */
  get situation(): Situation {
    return this.#turns.at(-1)?.after ?? this.#start;
  }

  /** The conversation's time, in epoch milliseconds: the clock and the bot's waiting. */
  get now(): number {
    return this.#now() + this.situation.waited;
  }

  /** The whole conversation as plain JSON, for `conversation(webhook, { resume })`. */
  get state(): ConversationState {
    return Object.freeze({ version: 1, start: this.#start, turns: this.#turns });
  }

  /** The conversation in JSON Lines, for `replay`. */
  get transcript(): string {
    return writeTranscript(this.state, this.#stage.bot.file);
  }

  async #play(input: VisitorInput): Promise<Turn> {
    const number = this.#turns.length + 1;
    const record = await playTurn(this.#stage, this.situation, input, {
      number,
      clock: this.#now(),
    });
    const turn = deepFreeze(turnOf(record));
    this.#turns = Object.freeze([...this.#turns, turn]);
    for (const listener of this.#listeners) {
      try {
        listener(turn);
      } catch (error) {
        console.error("conversation: a listener of turns failed:", error);
      }
    }
    return turn;
  }

  readonly #over = (): void => {
    this.#underWay -= 1;
  };
}

/**
 * Starts a conversation between a visitor and a bot: it plays the platform, which keeps session, visitor, step and time,
 * calls the webhook for the steps that are reached, and runs the actions of its answers.
 *
 * @param webhook - a `Webhook` (or any endpoint) in process, `{ url }` of a server, whatever it is written in, or a
 * function that sends.
 * @throws WebhookConfigError where an option is wrong, {@link ConversationError} where the bot or the state is.
 *
 * @example
 * ```ts
 * import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";
 * import { conversation } from "@clustaar/testing";
 *
 * const webhook = new Webhook({ privateKey: "s3cr3t" });
 * webhook.on("conversation.step_reached", ({ notification }) => {
 *   const { interlocutor, session } = notification.event;
 *   session.values.greeted = true;
 *   const hello = sendTextAction({ alternatives: [`Hello ${interlocutor.firstName}`] });
 *   return stepReachedResponse({ actions: [hello], session });
 * });
 *
 * const chat = conversation(webhook, { privateKey: "s3cr3t" });
 * await chat.say("Hi");
 * console.log(chat.texts, chat.session.values); // ["Hello Tintin"] { greeted: true }
 * ```
 */
export function conversation(webhook: Target, options: ConversationOptions = {}): Conversation {
  return new Conversation(webhook, options);
}
