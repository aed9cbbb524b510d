import type { Interlocutor } from "@clustaar/schemas";
import type { WebhookRequest } from "../endpoint/endpoint.ts";
import type { Filter, KnownWire } from "../filters/index.ts";
import type { BasicCredentials } from "../signatures/guards/index.ts";
import type { SignatureScheme } from "../signatures/index.ts";
import type { IdempotencyStore } from "../stores/index.ts";
import type { TurnOptions } from "../turns/index.ts";
import type { AnyState } from "./context.ts";
import type { Fallback } from "./fallback.ts";
import type { Middleware } from "./middleware.ts";

/**
 * How a `Webhook` is built. An option that is undefined or empty throws: a missing environment variable must
 * never switch off a check.
 */
export interface WebhookOptions {
  /**
   * The signing key of the bot's webhook tab, or a list of keys, each of which is accepted (for rotation). A function that returns either is called
   * for the first request, and again (at most every 10 s) when a signature does not match its result. Left out or null:
   * unsigned requests are accepted.
   */
  readonly privateKey?: SecretSource | null | undefined;
  /**
   * How requests are signed: a scheme of `@clustaar/webhook-core/signatures`. Default `clustaar`, as the platform signs. With `standardWebhooks`
   * it answers the `webhook.ping` of `@clustaar/webhook-emitter` by itself.
   */
  readonly scheme?: SignatureScheme;
  /**
   * Basic authentication: the pair of the webhook tab, or a function. A function that returns true or false checks the
   * credentials of each request; one without parameters that returns a pair is called for the first request, and again (every
   * 10 s at most) when the credentials of a request do not match that pair. Left out or null: none.
   */
  readonly auth?: CredentialsSource | null | undefined;
  /**
   * How many seconds the Date header, or the time that another scheme signs, may differ from now; checked when there is a key.
   * Default 10, or 300 with another scheme than `clustaar`; null: not checked.
   */
  readonly maxAge?: number | null;
  /** The largest body accepted, in bytes; default 1 MiB. */
  readonly maxBody?: number;
  /** Milliseconds that a handler may take before the answer is 504; default: no limit. */
  readonly deadline?: number;
  /** Answers a notification that is delivered again with the first answer; default: off. */
  readonly idempotency?: IdempotencyOptions;
  /** Handles the turns of a conversation one at a time; default: side by side, as they come. */
  readonly concurrency?: ConcurrencyOptions;
  /** Answers when a handler fails, unless its route has a fallback of its own; see {@link Fallback}. */
  readonly fallback?: Fallback;
  /**
   * For development: 500 `response_invalid` lists every path over HTTP, and the console says why a signature
   * does not match, and which handler returned nothing. Default false; `CLUSTAAR_DEVELOPMENT=1` in the environment makes it true.
   */
  readonly development?: boolean;
  /** The clock, in milliseconds since 1970; default `Date.now`. */
  readonly now?: () => number;
}

/** How duplicates are recognised and answered. */
export interface IdempotencyOptions {
  /** Where the answers are kept. Default: the memory of this process, which is enough for a single process. */
  readonly store?: IdempotencyStore;
  /** Seconds to keep an answer. Default: a day. */
  readonly ttl?: number;
  /**
   * Seconds that a claim holds without being renewed: how long a notification stays unanswered when the process that handles it
   * dies. It is renewed while the handler runs, for ten minutes at most. Default a minute, or twice the deadline if that is
   * longer.
   */
  readonly lease?: number;
  /** The key by which two requests are the same. Default, and if it returns nothing: the SHA-256 of the raw body. */
  readonly key?: (request: WebhookRequest) => MaybeKey | Promise<MaybeKey>;
  /**
   * What happens to notifications while the store is down: `handle` them, although a duplicate is then handled twice, or
   * `refuse` them with 503 `store_unavailable`. Either way `onError` is called once a minute. Default `handle`.
   */
  readonly onStoreError?: "handle" | "refuse";
  /** How many milliseconds the store may take for a claim before it counts as down. Default 2,000, at most a quarter of the deadline. */
  readonly storeTimeout?: number;
}

/** How the turns of a conversation are kept apart. */
export interface ConcurrencyOptions extends TurnOptions {
  /**
   * What two turns have in common that are not handled at once: `conversationId`, which is the bot, the channel and the
   * interlocutor, or a function. Events for which it returns nothing are handled as they come. Default `conversationId`.
   */
  readonly key?: "conversationId" | ((notification: TurnNotification) => MaybeKey);
}

/** What `concurrency.key` is called with: a decoded notification, of which each topic has its own fields. */
export interface TurnNotification {
  /** What happened, like `conversation.step_reached`. */
  readonly topic?: string;
  /** The bot. */
  readonly botId?: string | null;
  /** The event, as its handler gets it. */
  readonly event?: {
    /** Where the conversation takes place. */
    readonly channel?: string | null;
    /** Who the bot talks to. */
    readonly interlocutor?: Partial<Interlocutor>;
    /** What else the topic has. */
    readonly [field: string]: unknown;
  };
}

/** Options of one route. */
export interface RouteOptions<
  Payload = unknown,
  Answer = unknown,
  Wire = KnownWire,
  State extends object = AnyState,
  Host = unknown,
> {
  /** The name that `onResponse` reports; default: its filters in words. */
  readonly name?: string;
  /** One filter or a list, all of which must pass. */
  readonly filters?: Filter<Wire> | readonly Filter<Wire>[];
  /** Answers when the handler of this route fails, instead of the webhook's own fallback; see {@link Fallback}. */
  readonly fallback?: Fallback<Payload, Answer, State, Host>;
  /** Middleware of this route alone, one or a list; it runs inside the webhook's own, the first one outermost. */
  readonly use?: Middleware<State, Host, Payload> | readonly Middleware<State, Host, Payload>[];
}

/** A signing key, or a list of which each verifies (rotation). */
export type Secret = string | readonly string[];

/** A signing key, or a function that gives it when the first request comes. */
export type SecretSource = Secret | SecretFunction;

/**
 * Gives a signing key: for the first request, and again when a signature does not fit. Without a key, as where an environment
 * variable is not set, the answer is 500 `secret_unavailable`.
 */
export type SecretFunction = () => Secret | undefined | Promise<Secret | undefined>;

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
