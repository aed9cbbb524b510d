import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { checkOptions } from "@clustaar/webhook-core/endpoint";
import { preservica } from "@clustaar/webhook-core/signatures";
import { checkText } from "../internal/options.ts";
import { checkTrigger, type Trigger, triggers } from "../triggers.ts";
import { Accounts, type Answer } from "./accounts.ts";
import { platformSettings, type SimulatedPreservicaOptions } from "./platform-options.ts";
import { handshake, postChunked, type ReceiverAnswer } from "./publisher.ts";

/**
 * A Preservica server that exists for a test: what {@link simulatePreservica} gives.
 *
 * @example
 * ```ts
 * import { type SimulatedPreservica, simulatePreservica } from "@clustaar/webhook-preservica/testing";
 *
 * const platform: SimulatedPreservica = await simulatePreservica();
 * console.log(platform.subscriptions.length); // 0
 * await platform.close();
 * ```
 */
export interface SimulatedPreservica {
  /** What a `PreservicaClient` takes to log in. */
  readonly credentials: {
    readonly server: string;
    readonly username: string;
    readonly password: string;
    readonly tenant: string;
    readonly twoFactorSecret: string | undefined;
  };
  /** How many tokens were given out. */
  readonly logins: number;
  /** What was asked, in order, with the status of the answer; 0: the connection was cut. */
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly status: number;
  }[];
  readonly subscriptions: readonly SimulatedSubscription[];
  /** Takes none of the tokens any more that were given out. */
  expireTokens(): void;
  /** Has the next `times` requests (1 unless given) that `matches` answered with this status; 0 cuts the connection. */
  failNext(status: number, options?: { times?: number; matches?: RegExp }): void;
  /** Sends a signed delivery, in chunks, to every URL that is subscribed to the trigger. */
  deliver(delivery: SimulatedDelivery): Promise<ReceiverAnswer[]>;
  /** Stops the server and cuts what is open. */
  close(): Promise<void>;
}

/**
 * A subscription that passed its challenge.
 *
 * @example
 * ```ts
 * import type { SimulatedSubscription } from "@clustaar/webhook-preservica/testing";
 *
 * const { id }: SimulatedSubscription = { id: "1", url: "http://localhost/", triggerType: "MOVED", secret: "s" };
 * console.log(id); // "1"
 * ```
 */
export interface SimulatedSubscription {
  readonly id: string;
  readonly url: string;
  readonly triggerType: string;
  readonly secret: string;
}

/**
 * What {@link SimulatedPreservica.deliver} sends.
 *
 * @example
 * ```ts
 * import type { SimulatedDelivery } from "@clustaar/webhook-preservica/testing";
 *
 * const delivery: SimulatedDelivery = { trigger: "INDEXED", events: [{ entityRef: "a" }] };
 * console.log(delivery.trigger); // "INDEXED"
 * ```
 */
export interface SimulatedDelivery {
  /** By either of its names. */
  readonly trigger: Trigger;
  readonly events?: readonly Record<string, unknown>[];
  /** The whole body as JSON; `{ events }` unless set. */
  readonly payload?: unknown;
  /** Signs with another secret than the subscription's. */
  readonly secret?: string;
}

/** One grey pixel, as a baseline JPEG. */
const picture = Buffer.from(
  "/9j/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z",
  "base64",
);

/**
 * Starts a Preservica server on a free port of this machine: logins (with and without tenant, second factor, shared
 * secret), tokens that expire, roles, subscriptions with the real challenge, signed chunked deliveries, thumbnails.
 *
 * @throws {@link WebhookConfigError} `config_invalid` when an option is unknown or undefined.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { nodeAdapter } from "@clustaar/adapter-node";
 * import { PreservicaClient, PreservicaReceiver } from "@clustaar/webhook-preservica";
 * import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
 *
 * const secret = "s3cr3t";
 * const receiver = new PreservicaReceiver({ secret });
 * receiver.on("INDEXED", ({ event }) => console.log(event.entityRef)); // "a"
 * const server = createServer(nodeAdapter(receiver)).listen(0);
 * const { port } = server.address() as { port: number };
 *
 * const platform = await simulatePreservica();
 * const preservica = new PreservicaClient(platform.credentials);
 * const url = `http://localhost:${port}/`;
 * await preservica.webhooks.subscribe({ url, trigger: "INDEXED", secret });
 * const answers = await platform.deliver({ trigger: "INDEXED", events: [{ entityRef: "a" }] });
 * console.log(answers.map(({ status }) => status)); // [200]
 *
 * await platform.close();
 * server.close();
 * ```
 */
export async function simulatePreservica(
  options: SimulatedPreservicaOptions = {},
): Promise<SimulatedPreservica> {
  const settings = platformSettings(options);
  const accounts = new Accounts(settings);
  const subscriptions: SimulatedSubscription[] = [];
  const requests: { method: string; path: string; status: number }[] = [];
  const failures: { status: number; matches: RegExp }[] = [];
  let nextId = 1;

  async function subscribe(body: string): Promise<Answer> {
    const { url, triggerType, secret, includeIdentifiers } = JSON.parse(body);
    const known = Object.values(triggers).some((wire) => wire === triggerType);
    if (!known || includeIdentifiers !== "true" || !secret) {
      return { status: 422, json: { message: "subscription.invalid" } };
    }
    const wrong = await handshake(url, secret, settings.challengeCode());
    if (wrong !== undefined) {
      return { status: 400, json: { message: "challenge.failed", detail: wrong } };
    }
    const subscription = { id: String(nextId++), url, triggerType, secret };
    subscriptions.push(subscription);
    return { status: 200, json: { ...subscription, includeIdentifiers: true } };
  }

  function unsubscribe(id: string): Answer {
    const index = subscriptions.findIndex((subscription) => subscription.id === id);
    if (index < 0) return { status: 404, json: { message: "subscription.unknown" } };
    subscriptions.splice(index, 1);
    return { status: 204, json: undefined };
  }

  async function route(method: string, url: URL, token: string | undefined, body: string) {
    const called = `${method} ${url.pathname}`;
    const form = new URLSearchParams(body);
    if (called === "POST /api/accesstoken/login") return accounts.logIn(form);
    if (called === "POST /api/accesstoken/complete-2fa") return accounts.complete(form);
    if (called === "POST /api/accesstoken/acquire-external") return accounts.acquireExternal(form);
    if (!accounts.takes(token)) return { status: 401, json: { message: "token.invalid" } };
    const { username, roles } = settings;
    if (called === "GET /api/user/details") return { status: 200, json: { username, roles } };
    if (called === "GET /api/content/thumbnail") return thumbnail(url.searchParams);
    if (!url.pathname.startsWith("/api/webhook/subscriptions")) {
      return { status: 404, json: { message: "not.found" } };
    }
    if (!roles.some((role) => /^ROLE_SDB_(MANAGER|ADMIN)_USER$/.test(role))) {
      return { status: 403, json: { message: "forbidden" } };
    }
    const id = /^\/api\/webhook\/subscriptions\/([^/]+)$/.exec(url.pathname)?.[1];
    if (method === "DELETE" && id !== undefined) return unsubscribe(decodeURIComponent(id));
    if (called === "POST /api/webhook/subscriptions") return subscribe(body);
    if (called === "GET /api/webhook/subscriptions") return { status: 200, json: subscriptions };
    return { status: 405, json: { message: "method.not.allowed" } };
  }

  function thumbnail(query: URLSearchParams): Answer | Uint8Array {
    const ref = /^sdb:IO\|(.+)$/.exec(query.get("id") ?? "")?.[1];
    const sized = ["small", "medium", "large"].includes(query.get("size") ?? "");
    const bytes = ref && (settings.thumbnails ? settings.thumbnails[ref] : picture);
    return bytes && sized ? bytes : { status: 404, json: { message: "thumbnail.unknown" } };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "/", headers } = request;
    const body = await read(request);
    const failure = failures.find(({ matches }) => matches.test(`${method} ${url}`));
    if (failure !== undefined) {
      failures.splice(failures.indexOf(failure), 1);
      requests.push({ method, path: url, status: failure.status });
      if (failure.status === 0) return void request.socket.destroy();
      return send(response, { status: failure.status, json: { message: "told to fail" } });
    }
    const token = headers["preservica-access-token"];
    const answer = await route(method, new URL(url, "http://localhost"), token?.toString(), body);
    const status = answer instanceof Uint8Array ? 200 : answer.status;
    requests.push({ method, path: url, status });
    send(response, answer);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      send(response, { status: 500, json: { message: String(error) } });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const { username, password, tenant, twoFactorSecret } = settings;

  return {
    credentials: {
      server: `http://127.0.0.1:${port}`,
      username,
      password,
      tenant,
      twoFactorSecret: twoFactorSecret === "not set up" ? undefined : twoFactorSecret,
    },
    requests,
    subscriptions,
    get logins() {
      return accounts.logins;
    },
    expireTokens: () => accounts.expireAll(),
    failNext(status, { times = 1, matches = /^/ } = {}) {
      for (let i = 0; i < times; i++) failures.push({ status, matches });
    },
    async deliver(delivery) {
      checkOptions("deliver", delivery, ["trigger", "events", "payload", "secret"]);
      const wire = triggers[checkTrigger("deliver: trigger", delivery.trigger)];
      const { events = [], payload = { events } } = delivery;
      const body = new TextEncoder().encode(JSON.stringify(payload));
      const targets = subscriptions.filter(({ triggerType }) => triggerType === wire);
      const answers: ReceiverAnswer[] = [];
      for (const { url, secret } of targets) {
        const key = delivery.secret ?? secret;
        checkText("deliver: secret", key);
        const signed = preservica.sign({ body, timestamp: 0 }, key);
        const headers = { "content-type": "application/json", ...signed };
        answers.push(await postChunked(new URL(url), body, headers));
      }
      return answers;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

function send(response: ServerResponse, answer: Answer | Uint8Array): void {
  if (answer instanceof Uint8Array) {
    response.writeHead(200, { "content-type": "image/jpeg" }).end(answer);
    return;
  }
  response.writeHead(answer.status, { "content-type": "application/json" });
  response.end(answer.json === undefined ? undefined : JSON.stringify(answer.json));
}
