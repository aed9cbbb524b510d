import type { Rate } from "../stores/store.ts";

/** How often and how long a delivery is tried. */
export interface Backoff {
  /** Attempts at most, the first one included; 1 or less: no retry. */
  readonly maxTries: number;
  /** No attempt begins later than this after the first, in milliseconds; 0 or less: no retry. */
  readonly maxTime: number;
}

/** A client certificate, in PEM. */
export interface TlsSettings {
  /** The certificate and its chain. */
  readonly cert?: string;
  /** Its private key. */
  readonly key?: string;
  /** Authorities to trust, in place of the usual ones. */
  readonly ca?: string;
}

/** OAuth 2 client credentials. */
export interface OAuthSettings {
  /** Where a token is got. */
  readonly tokenUrl: string;
  /** The client's id. */
  readonly clientId: string;
  /** The client's secret. */
  readonly clientSecret: string;
  /** Scopes with blanks between them; null: none are asked for. */
  readonly scope: string | null;
}

/** Which signatures a webhook gets. */
export type SignatureMode = "both" | "standard" | "servo";

/** A condition on the body of an event; see `compileFilter`. */
export type Filter = Readonly<Record<string, unknown>>;

/** A webhook as it is used: checked, with defaults filled in where there are any. */
export interface WebhookSettings {
  /** Its name; null: it has none. */
  readonly name: string | null;
  /** What it is for; null: nobody said. */
  readonly description: string | null;
  /** `after:order.paid`, `before:adjust`, `after:order.*`, as they were written. */
  readonly events: readonly string[];
  /** Where it is sent; may hold a user and a password. */
  readonly url: string;
  /** What it is signed with: with each of them, the newest first. */
  readonly secrets: readonly string[];
  /** More headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** false: no retry; null: the emitter's schedule. */
  readonly backoff: Backoff | false | null;
  /** Milliseconds that one attempt may take; null: the emitter's. */
  readonly timeout: number | null;
  /** Attempts that run at a time; null: the emitter's. */
  readonly concurrency: number | null;
  /** Attempts that may begin in a span; null: any number. */
  readonly rate: Rate | null;
  /** Only events whose body fits; null: all. */
  readonly filter: Filter | null;
  /** false: nothing is sent. */
  readonly enabled: boolean;
  /** The address of an HTTP proxy; null: none. */
  readonly proxy: string | null;
  /** Channels whose messages are posted as they are. */
  readonly channels: readonly string[];
  /** The channel that answers with a body go to; null: none. */
  readonly responseChannel: string | null;
  /** Private networks that it may connect to, besides the emitter's. */
  readonly allowPrivate: readonly string[];
  /** Whether `http:` may be used; null: as the emitter says. */
  readonly allowInsecure: boolean | null;
  /** Its signatures; null: the emitter's. */
  readonly signature: SignatureMode | null;
  /** The media type of bodies; null: the emitter's. */
  readonly contentType: string | null;
  /** What an unreachable responder of `before:` means; null: the emitter's. */
  readonly onFailure: "proceed" | "cancel" | null;
  /** A client certificate; null: none. */
  readonly tls: TlsSettings | null;
  /** OAuth 2 client credentials; null: none. */
  readonly oauth: OAuthSettings | null;
}
