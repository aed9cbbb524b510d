import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { Agent, type Dispatcher, ProxyAgent } from "undici";
import type { OAuthSettings, TlsSettings } from "../config/settings.ts";
import { checkedConnector, type Resolve } from "./connector.ts";
import { AllowedNetworks } from "./networks.ts";
import { type Answer, type Request, send } from "./send.ts";
import { TokenCache } from "./token-cache.ts";

/** Where and how a webhook is reached. */
export interface Route {
  readonly url: URL;
  readonly proxy: string | null;
  readonly tls: TlsSettings | null;
  readonly oauth: OAuthSettings | null;
  /** All networks that are allowed for it, the emitter's included. */
  readonly allowPrivate: readonly string[];
  readonly allowInsecure: boolean;
}

/** Makes requests over connections that are kept and shared by all webhooks that are reached alike. */
export class Transport {
  readonly #resolve: Resolve;
  readonly #dispatchers = new Map<string, Dispatcher>();
  readonly #tokens = new TokenCache((request) => this.#send(request.route, request));

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  /**
   * Posts a body.
   *
   * @throws what {@link import("./failure.ts").failureOf} reads.
   */
  async post(
    route: Route,
    request: Pick<Request, "headers" | "body" | "timeout" | "signal">,
  ): Promise<Answer> {
    if (!route.oauth) return this.#send(route, request);
    const started = performance.now();
    const token = await this.#tokens.get(route, request);
    const left = () => Math.max(1, request.timeout - (performance.now() - started));
    const withToken = (value: string) => ({
      ...request,
      timeout: left(),
      headers: { ...request.headers, authorization: `Bearer ${value}` },
    });
    const answer = await this.#send(route, withToken(token));
    if (answer.status !== 401) return answer;
    const renewed = await this.#tokens.renew(route, token, { ...request, timeout: left() });
    return this.#send(route, withToken(renewed));
  }

  async close(): Promise<void> {
    const dispatchers = [...this.#dispatchers.values()];
    this.#dispatchers.clear();
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.destroy()));
  }

  async #send(
    route: Route,
    request: Pick<Request, "headers" | "body" | "timeout" | "signal">,
  ): Promise<Answer> {
    const { url } = route;
    if (url.protocol !== "https:" && !route.allowInsecure) {
      throw Object.assign(
        new Error("http: is not encrypted; use https:, or set allowInsecure where that is enough"),
        { code: "insecure_refused" },
      );
    }
    const { username, password } = url;
    const headers = { ...request.headers };
    if ((username !== "" || password !== "") && headers.authorization === undefined) {
      const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
      headers.authorization = `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
    }
    return send({ ...request, headers, url, dispatcher: this.#dispatcher(route) });
  }

  #dispatcher(route: Route): Dispatcher {
    const key = keyOf(route);
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
function keyOf({ proxy, tls, allowPrivate }: Route): string {
  if (proxy === null && tls === null && allowPrivate.length === 0) return "";
  return createHash("sha256")
    .update(JSON.stringify([proxy, tls, [...allowPrivate].sort()]))
    .digest("base64");
}
