import type { Interlocutor } from "@clustaar/webhook-core";
import type { Offer } from "../actions/offers.ts";

/** Where a conversation stands between two turns: plain JSON, and never changed. */
export interface Situation {
  /** The id of the current step: the last one that was reached. */
  readonly step: string;
  /** What the conversation remembers. */
  readonly session: { readonly values: Readonly<Record<string, unknown>> };
  /** Who is talking to the bot. */
  readonly interlocutor: Interlocutor;
  /** Where they talk: `customer_chat`, `facebook`. */
  readonly channel: string;
  /** Whether the bot is silenced. */
  readonly paused: boolean;
  /** Milliseconds that the bot has waited so far: so far is the conversation's clock ahead. */
  readonly waited: number;
  /** The URLs of documents that were asked for and handed in, by their names. */
  readonly documents: Readonly<Record<string, string>>;
  /** What the visitor can do now, besides typing. */
  readonly choices: readonly Offer[];
}
