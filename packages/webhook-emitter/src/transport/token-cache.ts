import { Buffer } from "node:buffer";
import type { Answer, Request } from "./send.ts";
import { type Route, routeOf } from "./transport.ts";

type Parts = Pick<Request, "headers" | "body" | "timeout" | "signal">;

/** Seconds before its end when a token is renewed. */
const MARGIN = 30;
/** Seconds a token is used for where the server does not say. */
const UNSAID = 300;

/** How long a token is asked for, in milliseconds, whichever request waits for it. */
const LONGEST = 15_000;

/** How long one request may wait for a token. */
type Wait = Pick<Parts, "timeout" | "signal">;

/** Gets access tokens with OAuth 2 client credentials (RFC 6749, 4.4), once for all requests that need one at a time. */
export class TokenCache {
  readonly #send: (request: Parts & { route: Route }) => Promise<Answer>;
  readonly #tokens = new Map<string, { token: string; until: number }>();
  readonly #pending = new Map<string, Promise<string>>();

  constructor(send: (request: Parts & { route: Route }) => Promise<Answer>) {
    this.#send = send;
  }

  /** @throws an error with the code `token_failed` when the server gives none. */
  async get(route: Route, wait: Wait): Promise<string> {
    const key = keyOf(route);
    const known = this.#tokens.get(key);
    if (known && performance.now() < known.until) return known.token;
    let pending = this.#pending.get(key);
    if (!pending) {
      pending = this.#ask(route).finally(() => this.#pending.delete(key));
      // Those that wait for it may have given up by the time it fails.
      pending.catch(() => {});
      this.#pending.set(key, pending);
    }
    return within(pending, wait);
  }

  /** Gets another token in place of one that was not accepted, unless somebody has already. */
  async renew(route: Route, refused: string, wait: Wait): Promise<string> {
    const key = keyOf(route);
    if (this.#tokens.get(key)?.token === refused) this.#tokens.delete(key);
    return this.get(route, wait);
  }

  async #ask(route: Route): Promise<string> {
    const { tokenUrl, clientId, clientSecret, scope } = route.oauth as NonNullable<Route["oauth"]>;
    const form = new URLSearchParams({ grant_type: "client_credentials" });
    if (scope !== null) form.set("scope", scope);
    const pair = [clientId, clientSecret].map(formEncoded).join(":");
    const answer = await this.#send({
      route: routeOf({ ...route, url: tokenUrl, oauth: null }),
      headers: [
        ...["accept", "application/json"],
        ...["authorization", `Basic ${Buffer.from(pair, "utf8").toString("base64")}`],
        ...["content-type", "application/x-www-form-urlencoded"],
      ],
      body: Buffer.from(form.toString(), "utf8"),
      timeout: LONGEST,
    });
    const { access_token: token, expires_in: seconds } = read(answer);
    if (answer.status !== 200 || typeof token !== "string" || token === "") {
      throw Object.assign(
        new Error(`the token server answered ${answer.status}, and no access_token`),
        { code: "token_failed" },
      );
    }
    const lasts = typeof seconds === "number" ? Math.max(0, seconds - MARGIN) : UNSAID;
    this.#tokens.set(keyOf(route), { token, until: performance.now() + lasts * 1000 });
    return token;
  }
}

/** Waits no longer than a request may, for what others wait for as well. */
function within(pending: Promise<string>, { timeout, signal }: Wait): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = () => {
      const error = new Error(`no token came within ${timeout} ms`);
      reject(Object.assign(error, { code: "timeout" }));
    };
    const abort = () => reject(signal?.reason);
    const timer = setTimeout(fail, timeout);
    signal?.addEventListener("abort", abort, { once: true });
    pending.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    });
    if (signal?.aborted) abort();
  });
}

function keyOf({ oauth }: Route): string {
  return JSON.stringify(oauth);
}

/** As RFC 6749, 2.3.1 has it: the id and the secret are form-encoded before they are joined. */
function formEncoded(text: string): string {
  return new URLSearchParams({ v: text }).toString().slice(2);
}

function read({ body }: Answer): { access_token?: unknown; expires_in?: unknown } {
  try {
    const json: unknown = JSON.parse(body.toString("utf8"));
    return typeof json === "object" && json !== null ? json : {};
  } catch {
    return {};
  }
}
