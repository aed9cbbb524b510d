import type { WebhookRequest } from "../endpoint/endpoint.ts";
import type { Filter, KnownWire } from "../filters/index.ts";
import type { BasicCredentials } from "../signatures/guards/index.ts";
import type { IdempotencyStore } from "../stores/index.ts";
import type { Fallback } from "./fallback.ts";

/**
 * How a `Webhook` is built. An option that is there but undefined or empty throws: an unset environment variable must
 * never switch a check off.
 */
export interface WebhookOptions {
  /**
   * The signing key of the bot's webhook tab; of several each one verifies (rotation). A function that gives either is called
   * for the first request, and again (every 10 s at most) when a signature does not fit what it gave. Left out or null:
   * unsigned requests are accepted.
   */
  readonly privateKey?: SecretSource | null | undefined;
  /**
   * Basic authentication: the pair of the webhook tab, or a function. A function that gives true or false checks the
   * credentials of each request; one that takes nothing and gives a pair is called for the first request, and again (every
   * 10 s at most) when the credentials of a request do not fit that pair. Left out or null: none.
   */
  readonly auth?: CredentialsSource | null | undefined;
  /** Seconds the Date header may be from now, either side, checked when there is a key; default 10, null: not checked. */
  readonly maxAge?: number | null;
  /** The largest body accepted, in bytes; default 1 MiB. */
  readonly maxBody?: number;
  /** Milliseconds a handler may take before the answer is 504; default: as long as it likes. */
  readonly deadline?: number;
  /** Gives a notification that is delivered again the first answer again; default: off. */
  readonly idempotency?: IdempotencyOptions;
  /** Answers when a handler fails, unless its route has a fallback of its own; see {@link Fallback}. */
  readonly fallback?: Fallback;
  /**
   * For the time a bot is being written: 500 `response_invalid` names every path over HTTP, the console says why a signature
   * does not fit and which handler returned nothing. Default false; `CLUSTAAR_DEVELOPMENT=1` in the environment makes it true.
   */
  readonly development?: boolean;
  /** The time in epoch milliseconds; default `Date.now`. */
  readonly now?: () => number;
}

/** How duplicates are told and kept. */
export interface IdempotencyOptions {
  /** Where the answers are kept. Default: the memory of this process, which serves one process only. */
  readonly store?: IdempotencyStore;
  /** How many seconds an answer is kept. Default a day. */
  readonly ttl?: number;
  /**
   * Seconds a claim holds without being renewed: how long a notification stays unanswered when the process that handles it
   * dies. It is renewed while the handler runs, for ten minutes at most. Default a minute, or twice the deadline if that is
   * longer.
   */
  readonly lease?: number;
  /** What makes two requests the same. Default, and where it returns nothing: the SHA-256 of the raw body. */
  readonly key?: (request: WebhookRequest) => MaybeKey | Promise<MaybeKey>;
  /**
   * What happens to notifications while the store is down: `handle` them, although a duplicate is then handled twice, or
   * `refuse` them with 503 `store_unavailable`. Either way `onError` is called once a minute. Default `handle`.
   */
  readonly onStoreError?: "handle" | "refuse";
  /** How many milliseconds the store may take for a claim before it counts as down. Default 2,000, at most a quarter of the deadline. */
  readonly storeTimeout?: number;
}

/** Options of one route. */
export interface RouteOptions<Payload = unknown, Answer = unknown, Wire = KnownWire> {
  /** What `onResponse` calls the route; default: its filters in words. */
  readonly name?: string;
  /** One filter or a list, all of which must pass. */
  readonly filters?: Filter<Wire> | readonly Filter<Wire>[];
  /** Answers when the handler of this route fails, in place of the webhook's own fallback; see {@link Fallback}. */
  readonly fallback?: Fallback<Payload, Answer>;
}

/** A signing key, or a list of which each verifies (rotation). */
export type Secret = string | readonly string[];

/** A signing key, or a function that gives it when the first request comes. */
export type SecretSource = Secret | SecretFunction;

/** Gives a signing key: for the first request, and again when a signature does not fit. */
export type SecretFunction = () => Secret | Promise<Secret>;

/** The credentials that are let in, or a function that gives them or decides about those of a request. */
export type CredentialsSource = CredentialsPair | CredentialsFunction;

/** Decides whether credentials are let in, or gives the pair that is. */
export type CredentialsFunction = (
  credentials: BasicCredentials,
) => CredentialsVerdict | Promise<CredentialsVerdict>;

/** True lets in, false does not; a pair is compared in constant time. */
export type CredentialsVerdict = boolean | CredentialsPair;

/** A username and a password that may come from the environment; `Webhook` refuses half a pair. */
export interface CredentialsPair {
  /** Without colons: the first colon on the wire ends it. */
  readonly username?: string | undefined;
  /** May hold colons. */
  readonly password?: string | undefined;
}

type MaybeKey = string | null | undefined;
