import { WebhookConfigError, WebhookError } from "@clustaar/webhook-core/endpoint";
import { addRoute, createRouter, findAllRoutes, type RouterContext } from "rou3";
import type { Segment } from "./pattern.ts";
import type { Route } from "./route.ts";

/** A route that takes a request, and the parameters of its path. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string | null>>;
}

/** What a path and a method find: a route, or the methods that the path takes; null when there is no such path. */
export interface Found {
  readonly match: Match | undefined;
  readonly allow: ReadonlySet<string> | null;
}

interface Entry {
  readonly route: Route;
  readonly order: number;
}

/**
 * The routes of a host, in the order of their registration, which decides where several match. Patterns are found through an
 * index, whose cost does not grow with their number; regular expressions are tried one after the other.
 */
export class RouteTable {
  readonly routes: readonly Route[];
  readonly #index: RouterContext<Entry> = createRouter<Entry>();
  readonly #expressions: Entry[] = [];

  /** @throws WebhookConfigError `config_invalid` when two plugins claim one path and method. */
  constructor(routes: readonly Route[]) {
    checkClaims(routes);
    this.routes = routes;
    routes.forEach((route, order) => {
      const { segments } = route.matcher;
      const entry = { route, order };
      if (segments === undefined) this.#expressions.push(entry);
      else addRoute(this.#index, "", indexPattern(segments), entry);
    });
  }

  /** Takes a path of `canonicalPath`. */
  find(path: string, method: string): Found {
    let allow: Set<string> | null = null;
    let forHead: Match | undefined;
    for (const { route } of this.#candidates(path)) {
      const params = route.matcher.match(path);
      if (params === undefined) continue;
      const { methods } = route;
      if (methods === "every" || methods.includes(method)) {
        return { match: { route, params }, allow };
      }
      if (method === "HEAD" && methods.includes("GET")) forHead ??= { route, params };
      allow ??= new Set();
      for (const name of methods) allow.add(name);
    }
    return { match: forHead, allow };
  }

  #candidates(path: string): Iterable<Entry> {
    const found = findAllRoutes(this.#index, "", indexKey(path), { params: false });
    if (found.length === 0) return this.#expressions;
    const entries = found.map(({ data }) => data);
    if (this.#expressions.length > 0) entries.push(...this.#expressions);
    return entries.length === 1 ? entries : entries.sort((one, other) => one.order - other.order);
  }
}

/** The methods of a path for `Allow`: HEAD is answered where GET is, OPTIONS everywhere. */
export function allowHeader(allow: ReadonlySet<string>): string {
  if (allow.size === 0) return "";
  const methods = new Set(allow);
  if (methods.has("GET")) methods.add("HEAD");
  methods.add("OPTIONS");
  return [...methods].join(", ");
}

/** The refusal of a request that no route takes. */
export function notTaken(
  path: string,
  method: string,
  allow: ReadonlySet<string> | null,
): WebhookError {
  if (allow === null) return new WebhookError("no_route", `no route takes the path ${path}`);
  const header = allowHeader(allow);
  return new WebhookError(
    "method_not_allowed",
    `expected ${header === "" ? "no method, as the route lists none" : header}, got ${method}`,
    { headers: { allow: header } },
  );
}

/** Characters that the router gives a meaning, and those that it encodes. The match itself is made on the true path. */
const NOT_PLAIN = /[^\w\-.~%/]/g;

function indexKey(path: string): string {
  return path.replace(NOT_PLAIN, "_");
}

function indexPattern(segments: readonly Segment[]): string {
  const parts = segments.map((segment, index) => {
    if (segment.kind === "text") return indexKey(segment.text);
    return segment.kind === "param" ? `:p${index}` : "**";
  });
  return `/${parts.join("/")}`;
}

function checkClaims(routes: readonly Route[]): void {
  const claims = new Map<string, Route[]>();
  for (const route of routes) {
    const others = claims.get(route.matcher.shape) ?? [];
    for (const other of others) {
      if (other.plugin === route.plugin || !shareMethod(route, other)) continue;
      throw new WebhookConfigError(
        `the plugins "${other.plugin}" and "${route.plugin}" both claim ${methodsText(route)} ${route.pattern}; give one of them another path`,
      );
    }
    claims.set(route.matcher.shape, [...others, route]);
  }
}

function shareMethod({ methods }: Route, other: Route): boolean {
  if (methods === "every" || other.methods === "every") return true;
  return methods.some((method) => other.methods.includes(method));
}

/** The methods of a route in words. */
function methodsText({ methods }: Pick<Route, "methods">): string {
  return methods === "every" ? "every method of" : methods.join(",");
}
