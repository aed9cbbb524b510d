import type { Exchange } from "./exchange/exchange.ts";

/** What a {@link ConversationError} is about; stable, for programs. */
export type ConversationErrorCode =
  /** What was clicked, chosen, rated, located or handed in is not offered. */
  | "not_offered"
  /** Several buttons have the same title. */
  | "ambiguous"
  /** A step, or the first step of a story, is not defined. */
  | "unknown_step"
  /** One step led to the next more than 20 times in one turn. */
  | "too_many_hops"
  /** Nothing listens at the URL, or the connection broke. */
  | "unreachable"
  /** No answer within `timeout`. */
  | "timed_out"
  /** A regular expression of the bot took too long on what the visitor typed. */
  | "regexp_too_slow"
  /** A regular expression of the bot that JavaScript cannot run. */
  | "regexp_unsupported"
  /** An invalid input: an unknown type, a missing text. */
  | "input_invalid"
  /** An answer over a server's wire that is larger than 16 MiB. */
  | "answer_too_large"
  /** A bot file breaks its schema; see `issues`. */
  | "bot_invalid"
  /** A transcript cannot be read. */
  | "transcript_invalid"
  /** A state to resume from cannot be read. */
  | "state_invalid"
  /** There is no turn of that number. */
  | "unknown_turn"
  /** A turn is still under way. */
  | "busy";

/** One thing wrong with a bot file: where, and what was expected and what came. */
export interface BotIssue {
  /** Keys and indexes joined by dots: `steps.0.actions.2.alternatives`; empty for the whole. */
  readonly path: string;
  /** What was expected and what came. */
  readonly message: string;
}

/** What comes with a {@link ConversationError}. */
export interface ConversationErrorOptions {
  /** What is wrong, place by place. */
  readonly issues?: readonly BotIssue[];
  /** What was exchanged with the webhook in the turn that failed. */
  readonly exchanges?: readonly Exchange[];
  /** The underlying error. */
  readonly cause?: unknown;
}

/** Marks a ConversationError, whichever copy of this package made it. */
const brand = Symbol.for("@clustaar/testing/conversation-error");

/**
 * Thrown when a conversation cannot go on: a click on a title that no button has, a step that leads to itself
 * forever, a bot file that breaks its schema. The conversation stays as it was before the turn.
 *
 * @example
 * ```ts
 * import { Webhook } from "@clustaar/webhook-core";
 * import { ConversationError, conversation } from "@clustaar/testing";
 *
 * const chat = conversation(new Webhook());
 * try {
 *   await chat.click("See them");
 * } catch (error) {
 *   if (error instanceof ConversationError) console.log(error.code); // "not_offered"
 * }
 * ```
 */
export class ConversationError extends Error {
  override readonly name = "ConversationError";
  /** What it is about; stable, for programs. */
  readonly code: ConversationErrorCode;
  /** What is wrong with a bot file, place by place; empty for other errors. */
  readonly issues: readonly BotIssue[];
  /** What was exchanged with the webhook in the turn that failed. */
  readonly exchanges: readonly Exchange[];

  constructor(
    code: ConversationErrorCode,
    message: string,
    { issues = [], exchanges = [], cause }: ConversationErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.issues = issues;
    this.exchanges = exchanges;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }
}

Object.defineProperty(ConversationError.prototype, brand, { value: true });
