import type { Action, StepReachedResponse } from "@clustaar/webhook-core";
import type { Problem } from "@clustaar/webhook-core/testing";
import type { Outcome } from "../actions/outcome.ts";
import type { Exchange, SentRequest } from "../exchange/exchange.ts";
import type { Change } from "../internal/differences.ts";
import type { Situation } from "./situation.ts";
import type { VisitorInput } from "./visitor-input.ts";

/** An action that was run, and what it did. */
export interface RunAction extends Outcome {
  /** The action, its texts exactly as they were sent. */
  readonly action: Action;
}

/** One step that a turn reached. */
export interface ReachedStep {
  /** The step's id. */
  readonly id: string;
  /** The step's name. */
  readonly name: string;
  /** The call of the webhook; absent where the step runs its own actions. */
  readonly exchange?: Exchange;
  /** The actions that were run, in order. */
  readonly actions: readonly RunAction[];
}

/** One turn as it is kept: plain JSON. */
export interface TurnRecord {
  /** Its number, from 1. */
  readonly number: number;
  /** What started it. */
  readonly input: VisitorInput;
  /** The conversation's time at its start, in epoch milliseconds. */
  readonly at: number;
  /** The steps it reached, in order: none, one, or as many as jumps led to. */
  readonly steps: readonly ReachedStep[];
  /** What happened beside the steps, in one line: a link was opened, the bot is silenced. */
  readonly note?: string;
  /** What changed: session values, the visitor's attributes, the step, the channel, whether the bot is silenced. */
  readonly changed: readonly Change[];
  /** How long all of it took. */
  readonly milliseconds: number;
  /** Where the conversation stands since. */
  readonly after: Situation;
}

/** One turn, with shortcuts to what is used most. The getters are not part of its JSON: they follow from `steps`. */
export interface Turn extends TurnRecord {
  /** The texts that the bot said, exactly as it sent them. */
  readonly texts: readonly string[];
  /** The actions that were run, over all steps. */
  readonly actions: readonly RunAction[];
  /** The calls of the webhook, in order. */
  readonly exchanges: readonly Exchange[];
  /** The last request; undefined where the webhook was not called. */
  readonly request: SentRequest | undefined;
  /** The last answer; undefined where there was none. */
  readonly answer: StepReachedResponse | undefined;
  /** Why the last call has no answer; undefined where it has one. A problem ends the turn. */
  readonly problem: Problem | undefined;
}

/** A record with its getters. */
export function turnOf(record: TurnRecord): Turn {
  return record instanceof RecordedTurn ? record : new RecordedTurn(record);
}

/** The getters stand on the prototype, so that JSON and `toEqual` see the record alone. */
class RecordedTurn implements Turn {
  readonly number: number;
  readonly input: VisitorInput;
  readonly at: number;
  readonly steps: readonly ReachedStep[];
  readonly note?: string;
  readonly changed: readonly Change[];
  readonly milliseconds: number;
  readonly after: Situation;

  constructor(record: TurnRecord) {
    this.number = record.number;
    this.input = record.input;
    this.at = record.at;
    this.steps = record.steps;
    if (record.note !== undefined) this.note = record.note;
    this.changed = record.changed;
    this.milliseconds = record.milliseconds;
    this.after = record.after;
  }

  get actions(): readonly RunAction[] {
    return this.steps.flatMap(({ actions }) => actions);
  }

  get texts(): readonly string[] {
    return this.actions.flatMap(({ says }) => (says === undefined ? [] : [says]));
  }

  get exchanges(): readonly Exchange[] {
    return this.steps.flatMap(({ exchange }) => (exchange === undefined ? [] : [exchange]));
  }

  get request(): SentRequest | undefined {
    return this.exchanges.at(-1)?.request;
  }

  get answer(): StepReachedResponse | undefined {
    return this.exchanges.at(-1)?.answer;
  }

  get problem(): Problem | undefined {
    return this.exchanges.at(-1)?.problem;
  }
}
