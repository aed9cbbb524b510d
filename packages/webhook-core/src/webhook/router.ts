import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { WebhookError } from "../endpoint/errors.ts";
import { nearest } from "../endpoint/nearest.ts";
import { kindOf } from "../endpoint/option-checks.ts";
import { oneLine } from "../endpoint/write-to-console.ts";
import type { EventCodec } from "../events/event-codec.ts";
import type { AnyFilter } from "../filters/index.ts";
import { ask } from "../filters/internal/ask.ts";
import { equalityOf } from "../filters/internal/equality.ts";
import type { Fallback } from "./fallback.ts";
import type { Handler } from "./middleware.ts";
import { RouteIndex } from "./route-index.ts";

/** One registration of `on`. */
export interface Route {
  readonly topic: string;
  /** The name given to `on`, or the filters in words. */
  readonly name: string;
  readonly codec: EventCodec<unknown, unknown>;
  readonly filters: readonly AnyFilter[];
  readonly handler: Handler<unknown, unknown>;
  readonly fallback: Fallback | undefined;
}

/** Finds the first route, in the order of registration, that handles a body. */
export class Router {
  readonly #topics = new Map<string, TopicRoutes>();
  /** Every route, in the order of registration. */
  readonly all: Route[] = [];

  add(route: Route): void {
    const { topic, codec, filters } = route;
    this.all.push(route);
    let routes = this.#topics.get(topic);
    if (routes === undefined) {
      routes = { codec, index: new RouteIndex() };
      this.#topics.set(topic, routes);
    }
    routes.index.add(route, equalityOf(filters[0]));
  }

  /** @throws WebhookError `no_route`, `payload_invalid`; whatever a filter throws. */
  find(json: Record<string, unknown>, request: WebhookRequest): Route {
    const { topic } = json;
    const routes = typeof topic === "string" ? this.#topics.get(topic) : undefined;
    if (routes === undefined) throw noTopic(topic, [...this.#topics.keys()]);
    // Filters may count on what every body of the topic has.
    routes.codec.requireEvent?.(json);
    const found = routes.index.find(json, (route) => passes(route.filters, json, request));
    if (found !== undefined) return found;
    throw noRoute(
      `${told(topic)} has ${routes.index.size === 1 ? "one route, whose filters do not match" : `${routes.index.size} routes, whose filters do not match`} this body`,
    );
  }
}

interface TopicRoutes {
  /** That of the first route: a topic of the platform has one codec, and custom events need no `requireEvent`. */
  readonly codec: EventCodec<unknown, unknown>;
  readonly index: RouteIndex<Route>;
}

function passes(filters: readonly AnyFilter[], json: unknown, request: WebhookRequest): boolean {
  for (const filter of filters) if (!ask(filter, json, request)) return false;
  return true;
}

/** Topics that a refusal lists at most. */
const MOST_LISTED = 10;

function noTopic(topic: unknown, topics: readonly string[]): WebhookError {
  const meant = typeof topic === "string" ? nearest(topic, topics) : undefined;
  const listed = topics.slice(0, MOST_LISTED).join(", ") || "none is registered";
  const more = topics.length > MOST_LISTED ? ", ..." : "";
  const question = meant === undefined ? "" : `; did you mean ${JSON.stringify(meant)}?`;
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
