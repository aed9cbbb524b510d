import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { type HttpError, isHttpError, WebhookError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { messageOf } from "../endpoint/message-of.ts";
import { didYouMean } from "../endpoint/nearest.ts";
import { oneLine } from "../endpoint/write-to-console.ts";
import type { EventCodec } from "../events/event-codec.ts";
import type { AnyFilter } from "../filters/index.ts";
import { ask, WrongVerdict } from "../filters/internal/ask.ts";
import { equalityOf } from "../filters/internal/equality.ts";
import type { Development } from "./development.ts";
import { explainFilters } from "./explain-filter.ts";
import type { Fallback } from "./fallback.ts";
import type { Handler, Middleware } from "./middleware.ts";
import { RouteIndex } from "./route-index.ts";
import { filterName } from "./route-name.ts";

/** One registration of `on`. */
export interface Route {
  readonly topic: string;
  /** The name given to `on`, or the filters in words. */
  readonly name: string;
  readonly codec: EventCodec<unknown, unknown>;
  readonly filters: readonly AnyFilter[];
  readonly handler: Handler<unknown, unknown>;
  readonly fallback: Fallback | undefined;
  /** Its own, inside the webhook's. */
  readonly middleware: readonly Middleware[];
}

/** The route that handles a body. */
export interface Found {
  readonly route: Route;
  /** Why one of its filters threw, which counts as its handler throwing; undefined where none did. */
  readonly failure: HttpError | undefined;
}

/** Finds the first route, in the order of registration, that handles a body. */
export class Router {
  readonly #topics = new Map<string, TopicRoutes>();
  /** Every route, in the order of registration. */
  readonly all: Route[] = [];
  readonly #development: Development | null;

  /** @param development - while a bot is being written, a 404 says what the filters of the routes saw: not to strangers. */
  constructor(development: Development | null) {
    this.#development = development;
  }

  add(route: Route): void {
    const { topic, codec, filters } = route;
    this.all.push(route);
    let routes = this.#topics.get(topic);
    if (routes === undefined) {
      routes = { codec, index: new RouteIndex(), routes: [], last: undefined };
      this.#topics.set(topic, routes);
    }
    routes.index.add(route, equalityOf(filters[0]));
    routes.routes.push(route);
    if (routes.last !== undefined) this.#development?.neverReached(route, routes.last);
    else if (filters.length === 0) routes.last = route;
  }

  /** @throws WebhookError `no_route`, `payload_invalid` */
  find(json: Record<string, unknown>, request: WebhookRequest): Found {
    const { topic } = json;
    const known = typeof topic === "string" ? this.#topics.get(topic) : undefined;
    if (known === undefined) throw noTopic(topic, [...this.#topics.keys()]);
    // Filters may count on what every body of the topic has.
    known.codec.requireEvent?.(json);
    let failure: HttpError | undefined;
    const route = known.index.find(json, ({ filters }) => {
      for (const filter of filters) {
        try {
          if (!ask(filter, json, request)) return false;
        } catch (error) {
          failure = filterFailed(filter, error);
          return true;
        }
      }
      return true;
    });
    if (route !== undefined) return { route, failure };
    throw noRoute(
      `${told(topic)} has ${known.index.size === 1 ? "one route, whose filters do not match" : `${known.index.size} routes, whose filters do not match`} this body${this.#development !== null ? `: ${reasons(known.routes, json, request)}` : ""}`,
    );
  }
}

interface TopicRoutes {
  /** That of the first route: a topic of the platform has one codec, and custom events need no `requireEvent`. */
  readonly codec: EventCodec<unknown, unknown>;
  readonly index: RouteIndex<Route>;
  readonly routes: Route[];
  /** The first one without filters: it handles every body, so that none behind it is reached. */
  last: Route | undefined;
}

function filterFailed(filter: AnyFilter, error: unknown): HttpError {
  if (isHttpError(error)) return error;
  if (error instanceof WrongVerdict) {
    return new WebhookError("handler_failed", error.message, { cause: error });
  }
  return new WebhookError(
    "handler_failed",
    `${filterName(filter)} threw: ${messageOf(error)}; a filter is called with the body as it travels (json.data.channel), not with the notification that the handler gets`,
    { cause: error },
  );
}

/** Why the first routes do not handle a body: what the filter that decided saw. */
function reasons(routes: readonly Route[], json: unknown, request: WebhookRequest): string {
  const listed = routes.slice(0, MOST_LISTED).map(({ name, filters }) => {
    const why = explainFilters(filters, json, request).find(({ passes }) => passes !== true)?.text;
    return why === undefined || why.startsWith(name) ? (why ?? name) : `${name}: ${why}`;
  });
  return [...listed, ...(routes.length > MOST_LISTED ? ["..."] : [])].join("; ");
}

/** Topics or routes that a refusal lists at most. */
const MOST_LISTED = 10;

function noTopic(topic: unknown, topics: readonly string[]): WebhookError {
  const listed = topics.slice(0, MOST_LISTED).join(", ") || "none is registered";
  const more = topics.length > MOST_LISTED ? ", ..." : "";
  const question = typeof topic === "string" ? didYouMean(topic, topics) : "";
  return noRoute(`expected a topic with a route (${listed}${more}), got ${told(topic)}${question}`);
}

function noRoute(detail: string): WebhookError {
  return new WebhookError("no_route", detail);
}

const LONGEST_TOPIC = 100;

/** A topic as a client sent it, in one short line. */
function told(topic: unknown): string {
  if (topic === undefined) return "a body without a topic";
  return typeof topic === "string"
    ? oneLine(JSON.stringify(topic.slice(0, LONGEST_TOPIC)))
    : kindOf(topic);
}
