import type { Wire } from "@clustaar/webhook-core";
import type { BotFile } from "../bot/bot-file.ts";
import type { VisitorInput } from "../conversation/visitor-input.ts";

/** The first line of a transcript: what the conversation began with. */
export interface TranscriptHeader {
  /** Names the format. */
  readonly format: "clustaar-conversation";
  /** The version of the format. */
  readonly version: 1;
  /** The bot, where the conversation had one. */
  readonly bot?: BotFile;
  /** The id of the step it began at. */
  readonly step: string;
  /** The channel it began on. */
  readonly channel: string;
  /** The session it began with. */
  readonly session: { readonly values: Readonly<Record<string, unknown>> };
  /** The visitor as on the wire. */
  readonly interlocutor: Wire;
  /** Whether the bot was silenced. */
  readonly paused?: boolean;
}

/** Each further line of a transcript: a turn and its outcome. */
export interface TranscriptTurn extends TurnOutcome {
  /** Its number, from 1. */
  readonly turn: number;
  /** The conversation's time at its start, in ISO 8601. */
  readonly at: string;
  /** What started it. */
  readonly input: VisitorInput;
}

/** The outcome of a turn, as far as it is compared. */
export interface TurnOutcome {
  /** The ids of the steps that were reached, in order. */
  readonly steps: readonly string[];
  /** The HTTP status of the last call; absent where the webhook was not called. */
  readonly status?: number;
  /** Why there is no answer; absent where there is one. */
  readonly problem?: { readonly code: string; readonly detail?: string };
  /** The actions of all steps, as on the wire. */
  readonly actions: readonly unknown[];
  /** The session afterwards. */
  readonly session: { readonly values: Readonly<Record<string, unknown>> };
  /** The visitor afterwards, as on the wire; absent where nothing changed. */
  readonly interlocutor?: Wire;
}

/** A transcript that was read. */
export interface Transcript {
  /** What the conversation began with. */
  readonly header: TranscriptHeader;
  /** Its turns. */
  readonly turns: readonly TranscriptTurn[];
}

/** The version that is written, and the highest that can be read. */
export const VERSION = 1;
/** What the first line is known by. */
export const FORMAT = "clustaar-conversation";
