import { setMaxListeners } from "node:events";
import type { HttpError } from "@clustaar/webhook-core";
import type { ObservableEndpoint, WebhookResponse } from "@clustaar/webhook-core/endpoint";
import type { LogEntry } from "../internal/log.ts";
import { ClaimLoop } from "../queue/claim-loop.ts";
import { nextTry } from "../queue/schedule.ts";
import { Settler } from "../queue/settler.ts";
import { INBOX } from "../stores/owner.ts";
import type { AttemptRecord, Claim, Outcome } from "../stores/records.ts";
import type { EmitterStore } from "../stores/store.ts";
import { parseRetryAfter } from "../transport/retry-after.ts";
import { type Attempted, attempt } from "./attempt.ts";
import type { InboxSettings } from "./inbox-options.ts";
import type { DeadRequest } from "./inbox-types.ts";
import { requestOf, type StoredRequest, storable, textOf } from "./stored-request.ts";

/** What handling works with. */
export interface HandlingOptions {
  readonly endpoint: ObservableEndpoint;
  readonly store: EmitterStore;
  readonly settings: InboxSettings;
  onDead(dead: DeadRequest): void;
}

/** Why an attempt did not go well. */
interface Failure {
  readonly code: string;
  readonly message: string;
}

/** Characters of a failure that are kept. */
const LONGEST_MESSAGE = 2_000;
/** Topics whose lost answers are told of. */
const MOST_TOLD = 100;

/** Has what is due handled by the endpoint, and settles it. */
export class Handling {
  readonly #options: HandlingOptions;
  readonly #claims: ClaimLoop;
  readonly #settler: Settler;
  readonly #closing = new AbortController();
  readonly #lostAnswers = new Set<string>();

  constructor(options: HandlingOptions) {
    this.#options = options;
    const { store, settings } = options;
    const { clock, log, concurrency, maxInFlight, rate } = settings;
    // One for each attempt that is being made.
    setMaxListeners(0, this.#closing.signal);
    this.#settler = new Settler(store, clock, log);
    this.#claims = new ClaimLoop({
      store,
      clock,
      log,
      maxInFlight,
      broken: { code: "request.broken", message: "an attempt could not be settled" },
      fieldsOf,
      work: (claim) => this.#handle(claim),
      // Whatever else stands in the store is not a request.
      concurrency: (id) => (id === INBOX ? concurrency : 0),
      rate: (id) => (id === INBOX ? rate : undefined),
    });
  }

  get inFlight(): number {
    return this.#claims.inFlight;
  }

  start(): void {
    this.#claims.start();
  }

  wake(): void {
    this.#claims.wake();
  }

  /** Begins nothing more, waits for what runs until the deadline (milliseconds), and hands back what is not done by then. */
  async stop(deadline: number): Promise<number> {
    const handedBack = await this.#claims.stop(deadline, () => this.#closing.abort());
    await this.#settler.flush();
    this.#claims.end();
    return handedBack;
  }

  async #handle(claim: Claim): Promise<void> {
    const stored = this.#read(claim);
    if (!stored) return this.#unreadable(claim);
    const { endpoint, settings, store } = this.#options;
    const { clock, timeout } = settings;
    const startedAt = clock.now();
    const started = performance.now();
    const attempted = await attempt(stored.request, {
      endpoint,
      clock,
      timeout,
      closing: this.#closing.signal,
      onLate: (response) => this.#late(claim, response),
    });
    // Ours was the hand that ended it: it is as if it had not been made.
    if (attempted.end === "closing") return store.release([claim.token]);
    const failure = this.#failureOf(attempted);
    const response = attempted.end === "answered" ? attempted.response : undefined;
    const record: AttemptRecord = {
      kind: claim.kind,
      startedAt,
      durationMs: Math.round((performance.now() - started) * 10) / 10,
      ok: failure === undefined,
      counted: true,
      url: storable(stored.request.path),
      status: response?.status ?? null,
      error: failure ?? null,
      answer: null,
    };
    await this.#conclude(claim, stored, record, attempted);
  }

  async #conclude(
    claim: Claim,
    stored: StoredRequest,
    record: AttemptRecord,
    attempted: Attempted,
  ): Promise<void> {
    const { log } = this.#options.settings;
    const response = attempted.end === "answered" ? attempted.response : undefined;
    const next = record.ok
      ? ({ state: "delivered" } as const)
      : this.#nextOf(claim, record, response);
    const settled = await this.#settler.settle({ token: claim.token, attempt: record, next });
    log(entryOf(claim, record, next));
    if (record.ok && response) this.#missAnswer(claim, stored, response);
    if (next.state !== "dead" || settled !== "dead" || claim.kind !== "scheduled") return;
    const error = attempted.end === "answered" ? attempted.error : undefined;
    this.#tellDead(claim, stored, next.reason, error);
  }

  #failureOf(attempted: Attempted): Failure | undefined {
    if (attempted.end !== "answered") {
      const { timeout } = this.#options.settings;
      return { code: "timeout", message: `not handled within ${timeout} ms` };
    }
    const { response, told, error, undone } = attempted;
    const { status } = response;
    // A fallback answers for a handler that failed: nobody hears the answer, and the work is not done.
    const isFallback = told?.fallback === true;
    if (status >= 200 && status < 300 && !isFallback) {
      if (undone === undefined) return undefined;
      const message = `what was handed to waitUntil failed: ${undone}`;
      return { code: "handler_failed", message: message.slice(0, LONGEST_MESSAGE) };
    }
    const code = told?.code ?? error?.code ?? "status";
    const detail = told?.detail ?? error?.message;
    const message = `the endpoint answered ${status}${detail === undefined ? "" : `: ${detail}`}`;
    return { code, message: message.slice(0, LONGEST_MESSAGE) };
  }

  #nextOf(
    claim: Claim,
    { status, error }: AttemptRecord,
    response: WebhookResponse | undefined,
  ): Outcome["next"] {
    const { clock, schedule, backoff, random, retention } = this.#options.settings;
    const why = error?.message ?? "it failed";
    if (status === 410) return { state: "dead", reason: why };
    const now = clock.now();
    const asked = response?.headers["retry-after"];
    const asksToWait = (status === 429 || status === 503) && typeof asked === "string";
    const next = nextTry(backoff, schedule, {
      attempts: claim.attempts + 1,
      since: claim.scheduledSince,
      now,
      retryAfter: asksToWait ? parseRetryAfter(asked, now) : undefined,
      random: random(),
    });
    if (typeof next === "string") return { state: "dead", reason: `${next}; at last ${why}` };
    if (next < claim.message.createdAt + retention) return { state: "waiting", at: next };
    return {
      state: "dead",
      reason: `the next attempt would come after its retention is over; at last ${why}`,
    };
  }

  #read({ message }: Claim): StoredRequest | undefined {
    try {
      return requestOf(message);
    } catch {
      return undefined;
    }
  }

  /** Trying again would read the same. */
  async #unreadable(claim: Claim): Promise<void> {
    const reason =
      "what was stored of the request cannot be read; does something else write to the store?";
    await this.#settler.settle({ token: claim.token, next: { state: "dead", reason } });
    this.#tellDead(claim, undefined, reason, undefined);
  }

  #tellDead(
    claim: Claim,
    stored: StoredRequest | undefined,
    reason: string,
    error: HttpError | undefined,
  ): void {
    const { message } = claim;
    this.#options.settings.log({
      level: "error",
      code: "request.dead",
      message: `given up: ${reason}`,
      fields: fieldsOf(claim),
    });
    this.#options.onDead({
      id: message.id,
      topic: message.event || null,
      reason,
      attempts: claim.attempts + 1,
      receivedAt: message.createdAt,
      request: stored?.request ?? null,
      error,
    });
  }

  /** A handler that gives an answer expects somebody to read it. */
  #missAnswer(claim: Claim, { answer }: StoredRequest, { body }: WebhookResponse): void {
    if (body.length === 0 || textOf(body) === answer) return;
    const topic = claim.message.event;
    if (this.#lostAnswers.has(topic) || this.#lostAnswers.size >= MOST_TOLD) return;
    this.#lostAnswers.add(topic);
    this.#options.settings.log({
      level: "warn",
      code: "answer.lost",
      message:
        "the handler's answer goes nowhere, since the request was acknowledged before; return nothing, or mount the endpoint without an inbox (this is said once for each topic)",
      fields: fieldsOf(claim),
    });
  }

  #late(claim: Claim, { status }: WebhookResponse): void {
    this.#options.settings.log({
      level: "warn",
      code: "attempt.late",
      message: `an attempt that was given up ended after all, with ${status}; the request may be handled once more: let the handler stop when its signal is aborted`,
      fields: fieldsOf(claim),
    });
  }
}

function entryOf(claim: Claim, record: AttemptRecord, next: Outcome["next"]): LogEntry {
  const fields = fieldsOf(claim);
  fields.status = record.status;
  fields.duration_ms = record.durationMs;
  if (record.ok) return { level: "debug", code: "attempt.handled", message: "handled", fields };
  fields.error = record.error?.code;
  if (next.state === "waiting") fields.next_at = new Date(next.at).toISOString();
  const message = record.error?.message ?? "";
  return { level: "warn", code: "attempt.failed", message, fields };
}

function fieldsOf({ message, kind, attempts }: Claim): Record<string, unknown> {
  return { request: message.id, topic: message.event || null, kind, attempt: attempts + 1 };
}
