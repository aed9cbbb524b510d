import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { asHttpError } from "../endpoint/error-reporter.ts";
import type { HttpError } from "../endpoint/errors.ts";
import { explainFilters, type FilterExplanation } from "./explain-filter.ts";
import { middlewareName } from "./middleware.ts";
import { filterName } from "./route-name.ts";
import type { Route, Router } from "./router.ts";

/** One route as `webhook.routes` lists it. */
export interface RouteDescription {
  /** From 1, in the order in which routes are tried: that of registration. */
  readonly position: number;
  /** The topic it was registered for. */
  readonly topic: string;
  /** The name given to `on`, or the filters in words. */
  readonly name: string;
  /** Its filters in words, in the order in which they are asked; empty: it handles every body of the topic. */
  readonly filters: readonly string[];
  /** Whether it has a fallback of its own. */
  readonly hasFallback: boolean;
  /** The names of its own middleware, the outermost first; `a middleware` for one without a name. */
  readonly middleware: readonly string[];
}

/** What one route says about a body. */
export interface RouteExplanation extends RouteDescription {
  /**
   * `takes`: its handler is called. `later`: its filters pass, but an earlier route handles the body, or throws.
   * `other_topic`, `filters`: it does not fit. `throws`: a filter of it throws. `not_asked`: the body is refused before
   * filters are asked.
   */
  readonly verdict: "takes" | "later" | "other_topic" | "filters" | "throws" | "not_asked";
  /** The verdict in words, with what the filter that decided saw. */
  readonly reason: string;
  /** What each filter says, in order; empty where none was asked. */
  readonly explanations: readonly FilterExplanation[];
}

/** Which route handles a body, and why the others do not; what `webhook.explain` gives. */
export interface Explanation {
  /** The topic of the body; null where it has none. */
  readonly topic: string | null;
  /** The route that takes it; null: none. */
  readonly route: RouteExplanation | null;
  /** Every route, in the order in which they are tried. */
  readonly routes: readonly RouteExplanation[];
  /** What the webhook answers in place of a handler; null where a route handles the body. */
  readonly refusal: {
    readonly status: number;
    readonly code: string;
    readonly message: string;
  } | null;
  /** All of it in lines, for people. */
  readonly text: string;
}

/** Describes a route; `position` is from 1. */
export function describeRoute(route: Route, position: number): RouteDescription {
  const { topic, name, filters, fallback, middleware } = route;
  return {
    position,
    topic,
    name,
    filters: filters.map(filterName),
    hasFallback: fallback !== undefined,
    middleware: middleware.map(middlewareName),
  };
}

/** Says which route handles a body, and why the others do not. */
export function explain(
  router: Router,
  json: Record<string, unknown>,
  request: WebhookRequest,
): Explanation {
  const { taken, refusal } = outcome(router, json, request);
  const topic = typeof json.topic === "string" ? json.topic : null;
  // Refused before any filter was asked, since it lacks what every body of the topic has.
  const isAsked = refusal?.code !== "payload_invalid";
  let decided: RouteDescription | undefined;
  const routes = router.all.map((route, index) => {
    const description = describeRoute(route, index + 1);
    const explained = { ...description, ...verdictOf(route) };
    if (explained.verdict === "takes" || explained.verdict === "throws") decided ??= description;
    return explained;
  });
  const route = routes.find(({ verdict }) => verdict === "takes") ?? null;
  return { topic, route, routes, refusal, text: textOf({ topic, route, routes, refusal }) };

  function verdictOf(route: Route): Pick<RouteExplanation, "verdict" | "reason" | "explanations"> {
    if (route.topic !== json.topic) {
      const reason = `its topic is ${JSON.stringify(route.topic)}`;
      return { verdict: "other_topic", reason, explanations: [] };
    }
    if (!isAsked) {
      const reason = "its filters were not asked: the body lacks what every body of the topic has";
      return { verdict: "not_asked", reason, explanations: [] };
    }
    const explanations = explainFilters(route.filters, json, request);
    const last = explanations.find(({ passes }) => passes !== true);
    if (last?.error !== undefined) return { verdict: "throws", reason: last.text, explanations };
    if (last !== undefined) return { verdict: "filters", reason: last.text, explanations };
    if (route === taken) return { verdict: "takes", reason: takesIt(explanations), explanations };
    const before = decided === undefined ? "an earlier route" : `route ${decided.position}`;
    const reason = `it fits too, but ${before} comes first`;
    return { verdict: "later", reason, explanations };
  }
}

function takesIt(explanations: readonly FilterExplanation[]): string {
  if (explanations.length === 0) return "it has no filters, so it handles every body of its topic";
  return explanations.map(({ text }) => text).join("; ");
}

/** What the router itself says, so that an explanation cannot contradict it. */
function outcome(
  router: Router,
  json: Record<string, unknown>,
  request: WebhookRequest,
): { readonly taken?: Route; readonly refusal: Explanation["refusal"] } {
  try {
    const { route, failure } = router.find(json, request);
    return failure === undefined
      ? { taken: route, refusal: null }
      : { refusal: refusalOf(failure) };
  } catch (error) {
    return { refusal: refusalOf(asHttpError(error)) };
  }
}

function refusalOf({ status, code, message }: HttpError): Explanation["refusal"] {
  return { status, code, message };
}

function textOf({ topic, route, routes, refusal }: Omit<Explanation, "text">): string {
  const what = topic === null ? "a body without a topic" : topic;
  const head =
    route === null
      ? `No route handles ${what}: ${refusal?.status} ${refusal?.code}, ${refusal?.message}`
      : `Route ${route.position}, ${route.name}, handles ${what}.`;
  const lines = routes.map(
    ({ position, name, verdict, reason }) =>
      `  ${position}. ${name}: ${verdict === "takes" ? "yes" : "no"}, ${reason}`,
  );
  return [head, ...lines].join("\n");
}
