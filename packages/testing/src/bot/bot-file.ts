import type { Wire } from "@clustaar/webhook-core";

/**
 * A bot as its file holds it (`bot.json`): plain JSON, its actions by the wire's own keys. What the platform decides by
 * itself, such as the step that a typed text leads to, is decided here.
 */
export interface BotFile {
  /** Where the JSON Schema is, for editors: `./node_modules/@clustaar/testing/bot.schema.json`. */
  readonly $schema?: string;
  /** The bot's id, sent as `botID`. */
  readonly id?: string;
  /** The id of the step a conversation starts at; default: the first step. */
  readonly start?: string;
  /** Every step of the bot, at least one. */
  readonly steps: readonly BotFileStep[];
  /** Which texts lead to which step; the first match wins, and a text without a match reaches the current step. */
  readonly texts?: readonly TextRule[];
  /** Which custom events lead to which step; others reach the current step. */
  readonly events?: readonly EventRule[];
  /** What the bot understands, for conditions that ask for an intent. */
  readonly intents?: readonly IntentRule[];
  /** The first step of each story that something leads to. */
  readonly stories?: readonly StoryRule[];
  /** Whether someone on the team is online, for conditions that ask: `online` or `offline`; default `offline`. */
  readonly team?: "online" | "offline" | (string & {}); // an imported JSON file has texts, not literals
}

/** One step of a {@link BotFile}. */
export interface BotFileStep {
  /** The step's id; what leads to it by a button needs one of 24 letters and digits. */
  readonly id: string;
  /** The step's name; default: its id. */
  readonly name?: string;
  /** The step's user data, a text of the bot's own; default `{}`. */
  readonly userData?: string;
  /** The actions the step is configured to run, as on the wire; default: none. */
  readonly actions?: readonly Wire[];
  /** Whether reaching the step calls the webhook; false: it runs its own actions. Default true. */
  readonly webhook?: boolean;
}

/** A text, a list of texts, or a regular expression. Texts are compared as a whole, ignoring case and surrounding white space. */
export type When = string | readonly string[] | RegexpRule;

/** A regular expression of JavaScript, searched for in the text. */
export interface RegexpRule {
  /** The expression, without slashes. */
  readonly regexp: string;
  /** Its flags; default `i`. */
  readonly flags?: string;
}

/** A typed text that leads to a step. */
export interface TextRule {
  /** What the visitor types. */
  readonly when: When;
  /** The id of the step it leads to. */
  readonly step: string;
}

/** A custom event that leads to a step. */
export interface EventRule {
  /** The event's name, or several. */
  readonly when: string | readonly string[];
  /** The id of the step it leads to. */
  readonly step: string;
}

/** What a text must look like to carry an intent. */
export interface IntentRule {
  /** The intent's id. */
  readonly id: string;
  /** The texts that carry it. */
  readonly when: When;
}

/** Where a story begins. */
export interface StoryRule {
  /** The story's id. */
  readonly id: string;
  /** The id of its first step. */
  readonly step: string;
}
