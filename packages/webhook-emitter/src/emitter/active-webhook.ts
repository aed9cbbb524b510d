import {
  type EventPattern,
  parseEventPattern,
  type WebhookMoment,
} from "../config/event-patterns.ts";
import { type CompiledFilter, compileFilter } from "../config/filter.ts";
import { shownUrl } from "../config/read-url.ts";
import type { WebhookSettings } from "../config/settings.ts";
import { baseHeaders } from "../sending/request-headers.ts";
import { type PreparedSecret, prepareSecret } from "../sending/secrets.ts";
import type { HeaderList } from "../transport/header-list.ts";
import { type Route, routeOf } from "../transport/transport.ts";

/** Where a webhook's settings stand. */
export type WebhookSource = "file" | "code" | "store";

/** A secret, and until when it signs (milliseconds since 1970; null: for good). */
export interface TimedSecret {
  readonly secret: string;
  readonly until: number | null;
}

/** What the emitter says where a webhook says nothing. */
export interface WebhookDefaults {
  readonly allowPrivate: readonly string[];
  readonly allowInsecure: boolean;
}

/** A webhook that is ready to be used: everything that can be prepared once is. */
export class ActiveWebhook {
  readonly id: string;
  readonly source: WebhookSource;
  readonly settings: WebhookSettings;
  readonly route: Route;
  /** Its address for logs, without user, password and query. */
  readonly shownUrl: string;
  /** The headers that each of its requests has, in lower case. */
  readonly baseHeaders: HeaderList;
  readonly filter: CompiledFilter | undefined;
  /** What its `events` say. */
  readonly patterns: readonly EventPattern[];
  readonly #timed: readonly TimedSecret[];
  readonly #secrets: readonly {
    readonly prepared: PreparedSecret;
    readonly until: number | null;
  }[];

  /** All of them, where none ends. */
  readonly #lasting: readonly PreparedSecret[] | undefined;

  constructor(
    id: string,
    source: WebhookSource,
    settings: WebhookSettings,
    defaults: WebhookDefaults,
    secrets: readonly TimedSecret[] = settings.secrets.map((secret) => ({ secret, until: null })),
  ) {
    this.id = id;
    this.source = source;
    this.settings = settings;
    this.filter = settings.filter === null ? undefined : compileFilter(settings.filter, [], []);
    this.patterns = settings.events.map(parseEventPattern);
    this.#timed = secrets;
    this.#secrets = secrets.map(({ secret, until }) => ({
      prepared: prepareSecret(secret),
      until,
    }));
    if (secrets.every(({ until }) => until === null)) {
      this.#lasting = this.#secrets.map(({ prepared }) => prepared);
    }
    this.shownUrl = shownUrl(settings.url);
    this.baseHeaders = baseHeaders(settings.headers);
    this.route = routeOf({
      url: settings.url,
      proxy: settings.proxy,
      tls: settings.tls,
      oauth: settings.oauth,
      allowPrivate: [...defaults.allowPrivate, ...settings.allowPrivate],
      allowInsecure: settings.allowInsecure ?? defaults.allowInsecure,
    });
  }

  /** The name to show: its own, or its id. */
  get shown(): string {
    return this.settings.name ?? this.id;
  }

  /** Whether it is sent before or after an event of this name. */
  listensTo(when: WebhookMoment, event: string): boolean {
    return this.patterns.some((pattern) => pattern.when === when && pattern.fits(event));
  }

  /** The newest secret itself, which an endpoint's answer to a challenge is held against. */
  currentSecret(now: number): string {
    return this.#timed.find(({ until }) => until === null || until > now)?.secret ?? "";
  }

  /** What it signs with now, the newest first. */
  secrets(now: number): readonly PreparedSecret[] {
    if (this.#lasting) return this.#lasting;
    return this.#secrets
      .filter(({ until }) => until === null || until > now)
      .map(({ prepared }) => prepared);
  }
}
