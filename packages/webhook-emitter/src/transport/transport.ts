import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { Agent, type Dispatcher, ProxyAgent } from "undici";
import type { OAuthSettings, TlsSettings } from "../config/settings.ts";
import { checkedConnector, type Resolve } from "./connector.ts";
import { hasHeader, setHeader } from "./header-list.ts";
import { AllowedNetworks } from "./networks.ts";
import { endedReusedConnection } from "./reused-connections.ts";
import { type Answer, type Request, send } from "./send.ts";
import { TokenCache } from "./token-cache.ts";

/** Where and how a webhook is reached. */
export interface Route {
  readonly url: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly secure: boolean;
  /** The basic authentication that stands in the address; undefined: none does. */
  readonly authorization: string | undefined;
  readonly proxy: string | null;
  readonly tls: TlsSettings | null;
  readonly oauth: OAuthSettings | null;
  /** All networks that are allowed for it, the emitter's included. */
  readonly allowPrivate: readonly string[];
  readonly allowInsecure: boolean;
  /** Names the connections it shares with others. */
  readonly connections: string;
}

/** What a route is made of. */
export type RouteParts = Pick<
  Route,
  "url" | "proxy" | "tls" | "oauth" | "allowPrivate" | "allowInsecure"
>;

/** Works out once what each request of a route needs. */
export function routeOf(parts: RouteParts): Route {
  const { origin, pathname, search, protocol, username, password } = new URL(parts.url);
  const hasUser = username !== "" || password !== "";
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    ...parts,
    origin,
    path: pathname + search,
    secure: protocol === "https:",
    authorization: hasUser ? `Basic ${Buffer.from(pair, "utf8").toString("base64")}` : undefined,
    connections: connectionsOf(parts),
  };
}

type Parts = Pick<Request, "headers" | "body" | "timeout" | "signal">;

/** Makes requests over connections that are kept and shared by all webhooks that are reached alike. */
export class Transport {
  readonly #resolve: Resolve;
  readonly #dispatchers = new Map<string | symbol, Dispatcher>();
  readonly #tokens = new TokenCache((request) => this.#send(request.route, request));

  #closed: Error | undefined;

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  /**
   * Posts a body.
   *
   * @throws what {@link import("./failure.ts").failureOf} reads.
   */
  post(route: Route, request: Parts): Promise<Answer> {
    return route.oauth ? this.#postWithToken(route, request) : this.#send(route, request);
  }

  async #postWithToken(route: Route, request: Parts): Promise<Answer> {
    const started = performance.now();
    const token = await this.#tokens.get(route, request);
    const left = () => Math.max(1, request.timeout - (performance.now() - started));
    const withToken = (value: string) => {
      const headers = [...request.headers];
      setHeader(headers, "authorization", `Bearer ${value}`);
      return { ...request, timeout: left(), headers };
    };
    const answer = await this.#send(route, withToken(token));
    if (answer.status !== 401) return answer;
    const renewed = await this.#tokens.renew(route, token, { ...request, timeout: left() });
    return this.#send(route, withToken(renewed));
  }

  /** Ends what is under way, with this error, and closes all connections. */
  async close(error = new Error("the emitter is closed")): Promise<void> {
    this.#closed ??= error;
    const dispatchers = [...this.#dispatchers.values()];
    this.#dispatchers.clear();
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.destroy(error)));
  }

  #send(route: Route, request: Parts): Promise<Answer> {
    if (this.#closed) return Promise.reject(this.#closed);
    if (!route.secure && !route.allowInsecure) {
      return Promise.reject(
        Object.assign(
          new Error(
            "http: is not encrypted; use https:, or set allowInsecure where that is enough",
          ),
          { code: "insecure_refused" },
        ),
      );
    }
    const { headers } = request;
    if (route.authorization !== undefined && !hasHeader(headers, "authorization")) {
      headers.push("authorization", route.authorization);
    }
    const started = performance.now();
    return send(this.#dispatcher(route), route.origin, route.path, request).catch((error) => {
      const timeout = request.timeout - (performance.now() - started);
      if (this.#closed || !endedReusedConnection(error) || timeout <= 0) throw error;
      return this.#sendAlone(route, { ...request, timeout });
    });
  }

  /** Over a connection that nobody else has used or will use. */
  async #sendAlone(route: Route, request: Parts): Promise<Answer> {
    const dispatcher = this.#create(route);
    // Closing ends it as well.
    const name = Symbol(route.connections);
    this.#dispatchers.set(name, dispatcher);
    try {
      return await send(dispatcher, route.origin, route.path, request);
    } finally {
      this.#dispatchers.delete(name);
      await dispatcher.destroy();
    }
  }

  #dispatcher(route: Route): Dispatcher {
    const key = route.connections;
    let dispatcher = this.#dispatchers.get(key);
    if (!dispatcher) {
      dispatcher = this.#create(route);
      this.#dispatchers.set(key, dispatcher);
    }
    return dispatcher;
  }

  #create({ proxy, tls, allowPrivate }: Route): Dispatcher {
    const certificates = tls ?? {};
    const shared = { allowH2: true, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 };
    if (proxy !== null) {
      // The proxy connects to the endpoint, so the address is the proxy's to check.
      return new ProxyAgent({ uri: proxy, requestTls: certificates, ...shared, allowH2: false });
    }
    const allowed = new AllowedNetworks(allowPrivate);
    const connect = checkedConnector({ allowed, resolve: this.#resolve, tls: certificates });
    return new Agent({ ...shared, connect });
  }
}

/** Webhooks that are reached alike share connections; keys and passwords are not kept in the open. */
function connectionsOf({ proxy, tls, allowPrivate }: RouteParts): string {
  if (proxy === null && tls === null && allowPrivate.length === 0) return "";
  return createHash("sha256")
    .update(JSON.stringify([proxy, tls, [...allowPrivate].sort()]))
    .digest("base64");
}
