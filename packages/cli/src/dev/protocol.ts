import type { Exchange, ReachedStep, Situation, TurnRecord, VisitorInput } from "@clustaar/testing";
import type { Diagnosis } from "@clustaar/webhook-core/doctor";

/*
 * What the playground's page and the dev server say to each other: JSON over HTTP on 127.0.0.1, each request with the token
 * of the page's address as `Authorization: Bearer <token>`. This file holds types only; the page imports it as types.
 *
 *   GET  /                       the page, its token in the query
 *   GET  /api/events             the stream of updates: one JSON `Update` a line, a snapshot first
 *   POST /api/play               VisitorInput -> 204; the turn comes through the stream
 *   POST /api/rewind             { turn } -> 204; 0: to the beginning
 *   POST /api/new-visitor        {} -> 204; the conversation starts over
 *   POST /api/resend             ResendRequest -> ExchangeView
 *   POST /api/save-test          { name } -> SavedTest
 *
 * A refusal is `application/problem+json` with `code` and `detail`.
 */

/** The webhook that is talked to. */
export interface ServerView {
  /** The file that is served, relative to where the command runs, or the address of `--url`. */
  readonly target: string;
  /** Where it can be reached by others on this machine; null while it cannot. */
  readonly url: string | null;
  readonly status: "starting" | "running" | "broken";
  /** Why it is broken. */
  readonly error: FileError | null;
  /** Whether requests are signed, and whether they carry basic credentials. */
  readonly signs: boolean;
  readonly authenticates: boolean;
  /** What the webhook wrote to its console since it started, the last 200 lines. */
  readonly log: readonly LogLine[];
}

/** A file that cannot be loaded, or that threw. */
export interface FileError {
  readonly message: string;
  readonly file: string | null;
  /** From 1. */
  readonly line: number | null;
  readonly column: number | null;
  /** Some lines of the file around the place, the one at fault marked. */
  readonly frame: string | null;
}

/** One line of the webhook's console. */
export interface LogLine {
  readonly at: number;
  readonly stream: "out" | "err";
  readonly text: string;
}

/** One request and its answer, with what can be said about its signature. */
export interface ExchangeView {
  /** `<turn>.<position>` for a turn's own, `r<number>` for one that was sent again. */
  readonly id: string;
  /** The turn it belongs to; null: sent again by hand. */
  readonly turn: number | null;
  /** When it was sent, in epoch milliseconds. */
  readonly at: number;
  readonly exchange: Exchange;
  readonly signature: SignatureView;
  /** A fault that was made on purpose; null: none. */
  readonly fault: string | null;
  /** The request as a `curl` command that signs again. */
  readonly curl: string;
}

/** What was signed and the outcome. */
export interface SignatureView {
  /** `unanswered`: the connection ended before the webhook said anything. */
  readonly verdict: "unsigned" | "accepted" | "refused" | "unanswered";
  /** The text before the body, such as `date=Sun, 22 Nov 2026 10:00:00 GMT\n`; the body follows. */
  readonly signedPrefix: string | null;
  /** The header as it was sent. */
  readonly header: string | null;
  /** Which key signed it: `the key of the settings`, `another key`. Never the key. */
  readonly key: string | null;
  /** The doctor's finding when it was refused. */
  readonly diagnosis: Diagnosis | null;
}

/** One turn on the page. */
export interface TurnView {
  readonly turn: TurnRecord;
  readonly exchanges: readonly ExchangeView[];
}

/** Everything the page shows. */
export interface Snapshot {
  readonly server: ServerView;
  readonly bot: BotView;
  readonly turns: readonly TurnView[];
  /** Requests that were sent again by hand. */
  readonly resent: readonly ExchangeView[];
  readonly situation: Situation;
  /** Whether a turn is under way. */
  readonly busy: boolean;
}

/** The bot file, for the list of steps. */
export interface BotView {
  /** Its path, or null without one. */
  readonly file: string | null;
  readonly steps: readonly {
    readonly id: string;
    readonly name: string;
    readonly webhook: boolean;
  }[];
  readonly error: string | null;
}

/** One line of the stream. */
export type Update =
  | { readonly type: "snapshot"; readonly snapshot: Snapshot }
  | { readonly type: "server"; readonly server: ServerView }
  | { readonly type: "bot"; readonly bot: BotView }
  | { readonly type: "log"; readonly line: LogLine }
  | { readonly type: "busy"; readonly busy: boolean }
  /** A turn is over. */
  | { readonly type: "turn"; readonly turn: TurnView; readonly situation: Situation }
  | { readonly type: "resent"; readonly exchange: ExchangeView };

/** Sends a request once more, changed or not, signed again. */
export interface ResendRequest {
  /** The exchange it is made from. */
  readonly exchange: string;
  /** Another body in place of its own. */
  readonly body?: string;
  /** Other headers; null takes one away. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** A fault to make on purpose: see `sending/faults.ts`. */
  readonly fault?: string;
  /** False: its own signature is kept, whatever fits. */
  readonly sign?: boolean;
}

/** The files that "save as test" wrote, by their paths relative to where the command runs. */
export interface SavedTest {
  readonly transcript: string;
  readonly test: string;
  /** How to run it. */
  readonly command: string;
}

export type { ReachedStep, Situation, VisitorInput };
