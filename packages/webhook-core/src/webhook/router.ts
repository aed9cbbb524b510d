import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { WebhookError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/option-checks.ts";
import { oneLine } from "../endpoint/write-to-console.ts";
import type { EventCodec } from "../events/event-codec.ts";
import type { Filter } from "../filters/index.ts";
import { ask } from "../filters/internal/ask.ts";
import type { Fallback } from "./fallback.ts";
import type { Handler } from "./middleware.ts";

/** One registration of `on`. */
export interface Route {
  readonly topic: string;
  /** The name given to `on`, or the filters in words. */
  readonly name: string;
  readonly codec: EventCodec<unknown, unknown>;
  readonly filters: readonly Filter[];
  readonly handler: Handler<unknown, unknown>;
  readonly fallback: Fallback | undefined;
}

/** Finds the first route, in the order of registration, that takes a body. */
export class Router {
  readonly #routes = new Map<string, Route[]>();

  add(route: Route): void {
    const routes = this.#routes.get(route.topic);
    if (routes === undefined) this.#routes.set(route.topic, [route]);
    else routes.push(route);
  }

  /** @throws WebhookError `no_route`; whatever a filter throws. */
  find(json: Record<string, unknown>, request: WebhookRequest): Route {
    const { topic } = json;
    const routes = typeof topic === "string" ? this.#routes.get(topic) : undefined;
    if (routes !== undefined) {
      for (const route of routes) {
        if (passes(route.filters, json, request)) return route;
      }
    }
    throw new WebhookError(
      "no_route",
      routes === undefined
        ? `expected a topic with a route (${[...this.#routes.keys()].join(", ") || "none is registered"}), got ${told(topic)}`
        : "every route of this topic has filters, and none of them takes this body",
    );
  }
}

function passes(filters: readonly Filter[], json: unknown, request: WebhookRequest): boolean {
  for (const filter of filters) if (!ask(filter, json, request)) return false;
  return true;
}

const LONGEST_TOPIC = 100;

/** A topic as a client sent it, in one short line. */
function told(topic: unknown): string {
  if (topic === undefined) return "a body without a topic";
  return typeof topic === "string"
    ? oneLine(JSON.stringify(topic.slice(0, LONGEST_TOPIC)))
    : kindOf(topic);
}
