import { type AcceptedRequest, WebhookConfigError } from "@clustaar/webhook-core";
import { isBodyless } from "@clustaar/webhook-core/adapter";
import {
  checkFunction,
  checkNumber,
  checkOptions,
  checkTimer,
  kindOf,
  type WebhookResponse,
} from "@clustaar/webhook-core/endpoint";
import { parseDuration, parseRate } from "../config/duration.ts";
import type { Backoff } from "../config/settings.ts";
import { type Clock, systemClock } from "../internal/clock.ts";
import { consoleLog, type Log, safeLog } from "../internal/log.ts";
import { readSchedule } from "../queue/read-schedule.ts";
import { defaultSchedule } from "../queue/schedule.ts";
import type { EmitterStore, Rate } from "../stores/store.ts";
import { isKept } from "./stored-headers.ts";

/** What {@link import("./inbox.ts").inbox} takes besides the endpoint. */
export interface InboxOptions {
  /**
   * Where what was accepted is kept: `file:inbox.db`, `postgres://...`, `memory:` (for tests: it loses what was acknowledged), or a
   * store of your own. No two inboxes share one; on PostgreSQL each has a `?schema=` of its own, `clustaar_inbox` unless it says.
   */
  readonly store: string | EmitterStore;
  /** How an accepted request is answered. Default: as the endpoint answers one that it has handled. */
  readonly acknowledgement?: Acknowledgement;
  /** How duplicates are told; null: each request is handled. Default: by the endpoint, for a day. */
  readonly idempotency?: InboxIdempotency | null;
  /** First attempts of one group begin one after the other, in the order of acceptance; null or nothing: no order. Default: none. */
  readonly group?: (accepted: AcceptedRequest) => string | null | undefined;
  /** Requests that are handled at a time, over all processes. Default 10. */
  readonly concurrency?: number;
  /** Requests that are handled at a time in this process. Default: `concurrency`. */
  readonly maxInFlight?: number;
  /** Attempts that may begin in a span, over all processes: `10/s`, `100/m`. Default: any number. */
  readonly rate?: string;
  /** Milliseconds that one attempt may take; then `signal` is aborted, and the attempt has failed. Default 60,000. */
  readonly timeout?: number;
  /** What is waited after each attempt: durations such as `5m`, or seconds. Default 5s, 5m, 30m, 2h, 5h, 10h, 14h, 20h, 24h. */
  readonly schedule?: readonly (string | number)[];
  /** In place of `schedule`: 1 s, then twice as long each time, within these bounds; false: no retry. */
  readonly backoff?: false | InboxBackoff;
  /** Milliseconds that the store may take to accept a request, before it is answered 503. Default 2,000. */
  readonly storeTimeout?: number;
  /** Milliseconds that requests are kept, handled ones included; one that still waits then is removed and told of. Default thirty days. */
  readonly retention?: number;
  /**
   * Whether a header is stored, by its lower-case name. Default: all but those whose names speak of credentials or signatures
   * (`authorization`, `cookie`, `signature`, `hmac`, `token`, `secret`, `password`, `api-key` and others like them).
   */
  readonly storeHeader?: (name: string) => boolean;
  /** Called with each line of the log; default: warnings and errors go to the console. */
  readonly log?: Log;
  /** The time and timers; default the system's. For tests. */
  readonly clock?: Clock;
  /** From 0 up to 1, for the jitter; default `Math.random`. For tests. */
  readonly random?: () => number;
}

/** How an accepted request is answered; what is left out is as the endpoint has it. */
export interface Acknowledgement {
  /** 200 to 299. */
  readonly status?: number;
  /** The headers by lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body; none where the status allows none. */
  readonly body?: string;
}

/** How duplicates are told. */
export interface InboxIdempotency {
  /**
   * What makes two requests the same, in place of what the endpoint knows (a signed `webhook-id`, otherwise the SHA-256 of the
   * body); where it gives no text, that is taken.
   */
  readonly key?: (accepted: AcceptedRequest) => unknown;
  /** Seconds that a request is remembered. Default 86,400, a day. */
  readonly ttl?: number;
}

/** Bounds of waits that grow. */
export interface InboxBackoff {
  /** Attempts at most, the first one included. Default 12. */
  readonly maxTries?: number;
  /** No attempt begins later than this after the first: a duration such as `1h`, or seconds. Default `3m`. */
  readonly maxTime?: string | number;
}

/** The options, checked and filled in. */
export interface InboxSettings {
  acknowledge(own: WebhookResponse | undefined): WebhookResponse;
  readonly idempotency: { readonly key: InboxIdempotency["key"]; readonly ttl: number } | null;
  readonly group: InboxOptions["group"];
  readonly concurrency: number;
  readonly maxInFlight: number;
  readonly rate: Rate | undefined;
  readonly timeout: number;
  readonly schedule: readonly number[];
  readonly backoff: Backoff | false | null;
  readonly storeTimeout: number;
  readonly retention: number;
  readonly storeHeader: (name: string) => boolean;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: () => number;
}

const names = [
  "store",
  "acknowledgement",
  "idempotency",
  "group",
  "concurrency",
  "maxInFlight",
  "rate",
  "timeout",
  "schedule",
  "backoff",
  "storeTimeout",
  "retention",
  "storeHeader",
  "log",
  "clock",
  "random",
];

const DAY = 86_400_000;

/** @throws WebhookConfigError `config_invalid`, naming the option. */
export function inboxSettings(options: InboxOptions): InboxSettings {
  checkOptions("inbox", options, names);
  const { concurrency = 10, maxInFlight = concurrency, timeout = 60_000 } = options;
  const { storeTimeout = 2_000, retention = 30 * DAY, storeHeader = isKept } = options;
  const { log, clock = systemClock, random = Math.random, group, schedule, backoff } = options;
  checkNumber("inbox: concurrency", concurrency, 1, "requests");
  checkNumber("inbox: maxInFlight", maxInFlight, 1, "requests");
  checkTimer("inbox: timeout", timeout, 1);
  checkTimer("inbox: storeTimeout", storeTimeout, 1);
  checkNumber("inbox: retention", retention, 1, "milliseconds");
  checkFunction("inbox: storeHeader", storeHeader);
  checkFunction("inbox: random", random);
  if (group !== undefined) checkFunction("inbox: group", group);
  if (log !== undefined) checkFunction("inbox: log", log);
  for (const name of ["now", "after"] as const) {
    checkFunction(`inbox: clock: ${name}`, (clock as Partial<Clock> | null)?.[name]);
  }
  if (schedule !== undefined && backoff !== undefined) {
    throw new WebhookConfigError(
      "inbox: expected schedule or backoff, got both; leave one of them out",
    );
  }
  const settings: InboxSettings = {
    acknowledge: acknowledging(options.acknowledgement),
    idempotency: readIdempotency(options.idempotency),
    group,
    concurrency,
    maxInFlight,
    rate: readRate(options.rate),
    timeout,
    schedule: schedule ? readSchedule("inbox: schedule", schedule) : defaultSchedule,
    backoff: readBackoff(backoff),
    storeTimeout,
    retention,
    storeHeader,
    log: safeLog(log ?? consoleLog("webhook-inbox")),
    clock,
    random,
  };
  checkRetention(settings);
  return settings;
}

/** What expires while it waits would be lost without a word. */
function checkRetention({ retention, schedule, backoff, idempotency }: InboxSettings): void {
  if (idempotency !== null && idempotency.ttl > retention) {
    throw new WebhookConfigError(
      `inbox: idempotency.ttl: expected at most the retention, ${retention / 1000} seconds, got ${idempotency.ttl / 1000}; what tells a duplicate goes with its request`,
    );
  }
  const waits = backoff === null ? schedule.reduce((sum, wait) => sum + wait, 0) * 1.2 : 0;
  const longest = backoff ? backoff.maxTime : waits;
  if (retention > longest) return;
  throw new WebhookConfigError(
    `inbox: retention: expected more milliseconds than the retries take, which may be ${Math.ceil(longest)}, got ${retention}; requests would expire while they wait`,
  );
}

function readRate(rate: unknown): Rate | undefined {
  if (rate === undefined) return undefined;
  const read = parseRate(rate);
  if (typeof read === "string") throw new WebhookConfigError(`inbox: rate: ${read}`);
  return read;
}

function readBackoff(backoff: InboxOptions["backoff"]): Backoff | false | null {
  if (backoff === undefined) return null;
  if (backoff === false) return false;
  checkOptions("inbox: backoff", backoff, ["maxTries", "maxTime"]);
  const { maxTries = 12, maxTime = "3m" } = backoff;
  checkNumber("inbox: backoff.maxTries", maxTries, 1, "attempts");
  const milliseconds = parseDuration(maxTime);
  if (typeof milliseconds === "string") {
    throw new WebhookConfigError(`inbox: backoff.maxTime: ${milliseconds}`);
  }
  return { maxTries, maxTime: milliseconds };
}

function readIdempotency(given: InboxOptions["idempotency"]): InboxSettings["idempotency"] {
  if (given === null) return null;
  const { key, ttl = 86_400 } = given ?? {};
  if (given !== undefined) checkOptions("inbox: idempotency", given, ["key", "ttl"]);
  if (key !== undefined) checkFunction("inbox: idempotency.key", key);
  checkNumber("inbox: idempotency.ttl", ttl, 1, "seconds");
  return { key, ttl: ttl * 1000 };
}

function acknowledging(given: Acknowledgement | undefined): InboxSettings["acknowledge"] {
  if (given !== undefined) {
    const what = "inbox: acknowledgement";
    checkOptions(what, given, ["status", "headers", "body"]);
    const { status = 200, headers = {}, body = "" } = given;
    if (!Number.isInteger(status) || status < 200 || status > 299) {
      throw new WebhookConfigError(
        `${what}.status: expected a status from 200 to 299, got ${String(status)}; any other means to the sender that the request was not accepted`,
      );
    }
    if (typeof body !== "string") {
      throw new WebhookConfigError(`${what}.body: expected text, got ${kindOf(body)}`);
    }
    if (isBodyless(status) && body !== "") {
      throw new WebhookConfigError(`${what}.body: expected none with the status ${status}`);
    }
    checkHeaders(`${what}.headers`, headers);
  }
  return (own = { status: 200, headers: {}, body: "" }) => {
    const status = given?.status ?? own.status;
    const headers = { ...(given?.body === undefined ? own.headers : {}), ...given?.headers };
    if (isBodyless(status)) {
      const { "content-type": _none, ...rest } = headers;
      return { status, headers: rest, body: "" };
    }
    return { status, headers, body: given?.body ?? own.body };
  };
}

function checkHeaders(what: string, headers: unknown): void {
  try {
    // Also refuses names and values that cannot be sent.
    new Headers(headers as Record<string, string>);
    if (Object.values(headers as object).every((value) => typeof value === "string")) return;
  } catch {}
  throw new WebhookConfigError(`${what}: expected texts by the names of headers`);
}
