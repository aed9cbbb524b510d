import type { Coordinates, Target } from "@clustaar/webhook-core";
import type { Bot } from "../bot/bot.ts";
import type { Situation } from "../conversation/situation.ts";
import type { Offer } from "./offers.ts";

/** What one action does to a conversation; whatever is left out does not happen. */
export interface Outcome {
  /** A text that the bot says to the visitor, exactly as the bot sent it. */
  readonly says?: string;
  /** What else the visitor sees, in one line: an image, the titles of cards. */
  readonly shows?: string;
  /** What happens out of the visitor's sight, in one line: a value is stored, an e-mail is sent. */
  readonly note?: string;
  /** What the visitor can answer to it. */
  readonly offers?: readonly Offer[];
  /** Values to store in the session. */
  readonly sessionValues?: Readonly<Record<string, unknown>>;
  /** Attributes of the visitor to set. */
  readonly attributes?: VisitorAttributes;
  /** Milliseconds by which the conversation's clock moves on. */
  readonly waits?: number;
  /** The bot answers no message from now on. */
  readonly pauses?: true;
  /** The step or story that is reached next; the actions behind are not run. */
  readonly goesTo?: Target;
}

/** Attributes of the visitor that an action sets. */
export interface VisitorAttributes {
  /** The e-mail address. */
  readonly email?: string;
  /** The first name. */
  readonly firstName?: string;
  /** The last name. */
  readonly lastName?: string;
  /** The phone number, as it was written. */
  readonly phoneNumber?: string;
  /** Where the visitor is, in degrees. */
  readonly location?: Coordinates;
  /** Attributes of the bot's own. */
  readonly customAttributes?: Readonly<Record<string, string>>;
}

/** What an action's rule may look at. */
export interface Scene {
  /** The conversation as the actions before have left it. */
  readonly situation: Situation;
  /** What the visitor typed to reach the step; undefined when it was not a message. */
  readonly message: string | undefined;
  /** The bot, for what its file decides. */
  readonly bot: Bot;
  /** Which of several texts is said: a number from 0 up to, but not including, 1. */
  readonly random: () => number;
}

/** What one kind of action does: a pure function. */
export type Rule<A> = (action: A, scene: Scene) => Outcome;
