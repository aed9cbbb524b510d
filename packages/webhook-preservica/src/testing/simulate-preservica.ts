import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { managerRoles } from "../client/errors.ts";
import { Accounts } from "./accounts.ts";
import { type Answer, readText, send } from "./answer.ts";
import { platformSettings, type SimulatedPreservicaOptions } from "./platform-options.ts";
import { Publisher, type ReceiverAnswer } from "./publisher.ts";
import {
  type SimulatedDelivery,
  type SimulatedSubscription,
  Subscriptions,
} from "./subscriptions.ts";
import { thumbnail } from "./thumbnails.ts";

/** A Preservica server that exists for a test: what {@link simulatePreservica} gives. */
export interface SimulatedPreservica {
  /** What a `PreservicaClient` needs to log in. */
  readonly credentials: {
    readonly server: string;
    readonly username: string;
    readonly password: string;
    readonly tenant: string;
    readonly twoFactorSecret: string | undefined;
  };
  /** How many tokens were issued. */
  readonly logins: number;
  /** Every request so far, in order, with the status of its answer; 0 when the connection was cut. */
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly status: number;
  }[];
  /** The subscriptions that passed their challenge, in order. */
  readonly subscriptions: readonly SimulatedSubscription[];
  /** Makes every token issued so far expire. */
  expireTokens(): void;
  /** Answers the next `times` requests (default 1) that match `matches` with this status; 0 cuts the connection. */
  failNext(status: number, options?: { times?: number; matches?: RegExp }): void;
  /**
   * Sends a signed delivery, in chunks, to every URL that is subscribed to the trigger, and gives what each answered, in
   * the order of the subscriptions; the status of a receiver that hung up is 0.
   */
  deliver(delivery: SimulatedDelivery): Promise<ReceiverAnswer[]>;
  /** Stops the server and cuts every open connection. */
  close(): Promise<void>;
}

/**
 * Starts a Preservica server on this machine: logins (with and without tenant, second factor, shared secret), tokens that
 * expire, roles, subscriptions with the real challenge, signed chunked deliveries and thumbnails. pyPreservica's webhook
 * client works with it, too: `WebHooksAPI(protocol="http", server="127.0.0.1:PORT", ...)`.
 *
 * @throws {@link WebhookConfigError} `config_invalid` when an option is unknown, undefined or out of its range; rejects with
 * the system's error (`EADDRINUSE`) when the port is taken.
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
  const { username, password, tenant, roles, twoFactorSecret } = settings;
  const accounts = new Accounts(settings);
  const publisher = new Publisher(settings.timeout);
  const subscriptions = new Subscriptions(settings, publisher);
  const requests: { method: string; path: string; status: number }[] = [];
  const failures: { status: number; matches: RegExp }[] = [];

  async function route(
    method: string,
    url: URL,
    token: string | undefined,
    body: string,
  ): Promise<Answer> {
    const called = `${method} ${url.pathname}`;
    const form = new URLSearchParams(body);
    if (called === "POST /api/accesstoken/login") return accounts.logIn(form);
    if (called === "POST /api/accesstoken/complete-2fa") return accounts.complete(form);
    if (called === "POST /api/accesstoken/acquire-external") return accounts.acquireExternal(form);
    if (!accounts.takes(token)) return { status: 401, json: { message: "token.invalid" } };
    if (called === "GET /api/user/details") return { status: 200, json: { username, roles } };
    if (called === "GET /api/entity/versiondetails/version") return version;
    if (called === "GET /api/content/thumbnail") {
      return thumbnail(url.searchParams, settings.thumbnails);
    }
    if (!/^\/api\/webhook\/subscriptions(\/|$)/.test(url.pathname)) {
      return { status: 404, json: { message: "not.found" } };
    }
    if (!roles.some((role) => managerRoles.includes(role))) {
      return { status: 403, json: { message: "forbidden" } };
    }
    const id = /^\/api\/webhook\/subscriptions\/([^/]+)$/.exec(url.pathname)?.[1];
    if (method === "DELETE" && id !== undefined) {
      return subscriptions.unsubscribe(decodeURIComponent(id));
    }
    if (called === "POST /api/webhook/subscriptions") return subscriptions.subscribe(body);
    if (called === "GET /api/webhook/subscriptions") return subscriptions.list();
    return { status: 405, json: { message: "method.not.allowed" } };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "/", headers } = request;
    const body = await readText(request);
    const failure = failures.find(({ matches }) => matches.test(`${method} ${url}`));
    if (failure !== undefined) {
      failures.splice(failures.indexOf(failure), 1);
      requests.push({ method, path: url, status: failure.status });
      if (failure.status === 0) return void request.socket.destroy();
      return send(response, { status: failure.status, json: { message: "told to fail" } });
    }
    const token = headers["preservica-access-token"]?.toString();
    const answer = await route(method, new URL(url, "http://localhost"), token, body);
    requests.push({ method, path: url, status: answer.status });
    send(response, answer);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      send(response, { status: 500, json: { message: String(error) } });
    });
  });
  server.listen(settings.port, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a listening TCP server has one

  return {
    credentials: {
      server: `http://127.0.0.1:${port}`,
      username,
      password,
      tenant,
      twoFactorSecret: twoFactorSecret === "not set up" ? undefined : twoFactorSecret,
    },
    requests,
    subscriptions: subscriptions.all,
    get logins() {
      return accounts.logins;
    },
    expireTokens: () => accounts.expireAll(),
    failNext(status, { times = 1, matches = /^/ } = {}) {
      for (let i = 0; i < times; i++) failures.push({ status, matches });
    },
    deliver: (delivery) => subscriptions.deliver(delivery),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      publisher.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** pyPreservica asks for it when a client is made, and reads the first three numbers. */
const version: Answer = {
  status: 200,
  content: {
    type: "application/xml;charset=UTF-8",
    body: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<VersionResponse xmlns="http://preservica.com/EntityAPI/v8.0"><CurrentVersion>8.0.0</CurrentVersion></VersionResponse>
`,
  },
};
