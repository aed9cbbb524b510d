import { WebhookConfigError } from "@clustaar/webhook-core";
import {
  checkBoolean,
  checkFunction,
  checkOptions,
  checkText,
  checkTimer,
} from "@clustaar/webhook-core/endpoint";
import { checkSignal } from "./check-signal.ts";
import { originOf, resolveCredentials } from "./credentials.ts";
import { Session } from "./session.ts";
import { type Call, Transport } from "./transport.ts";
import { type PreservicaCallOptions, PreservicaWebhooks } from "./webhooks.ts";

/**
 * How a {@link PreservicaClient} is built. Each credential comes from the first place that has it: these options, the
 * environment, the credentials file. One that is undefined or empty is looked up in the next place.
 */
export interface PreservicaClientOptions {
  /** A host, or an origin such as `http://localhost:8080`; or else `PRESERVICA_SERVER`, or `server` in the file. */
  readonly server?: string | undefined;
  /** The user; or else `PRESERVICA_USERNAME`, or `username` in the file. */
  readonly username?: string | undefined;
  /** The password, or the shared secret with `useSharedSecret`; or else `PRESERVICA_PASSWORD`, or `password` in the file. */
  readonly password?: string | undefined;
  /** The tenancy; or else `PRESERVICA_TENANT`, or `tenant` in the file, or from the server. */
  readonly tenant?: string | undefined;
  /** The key of the second factor, in base32; or else `PRESERVICA_2FA_TOKEN`, or `twoFactorToken` in the file. */
  readonly twoFactorSecret?: string | undefined;
  /** Logs in with a secret shared with the tenancy instead of the user's password, and needs a tenant; default false. Deprecated in pyPreservica. */
  readonly useSharedSecret?: boolean;
  /** The credentials file; default `credentials.properties` in the working directory, null for none. */
  readonly credentialsFile?: string | null;
  /** Milliseconds for one attempt of a call; default 30,000. */
  readonly timeout?: number;
  /** Sends requests; default the platform's `fetch`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** The current time in epoch milliseconds; default `Date.now`. */
  readonly now?: () => number;
  /** Waits between two attempts of a call; default a timer. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** The environment; default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const credentialNames = ["server", "username", "password", "tenant", "twoFactorSecret"] as const;
const known = [
  ...credentialNames,
  "useSharedSecret",
  "credentialsFile",
  "timeout",
  "fetch",
  "now",
  "sleep",
  "env",
];

/**
 * A client of a Preservica server: it logs in when needed, keeps the token, and administers webhook subscriptions.
 *
 * Nothing is sent before the first call. Calls that change nothing, and removals, are tried up to three times when the
 * connection breaks or the server answers 502, 503 or 504.
 *
 * @throws {@link WebhookConfigError} `config_invalid` when a credential is missing, or an option is unknown or wrong.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { nodeAdapter } from "@clustaar/adapter-node";
 * import { PreservicaClient, PreservicaReceiver } from "@clustaar/webhook-preservica";
 * import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
 *
 * const receiver = new PreservicaReceiver({ secret: process.env.PRESERVICA_WEBHOOK_SECRET });
 * const server = createServer(nodeAdapter(receiver)).listen(0);
 * const { port } = server.address() as { port: number };
 *
 * const platform = await simulatePreservica(); // in production: eu.preservica.com
 * const { server: host, username, password, tenant } = platform.credentials;
 * const preservica = new PreservicaClient({ server: host, username, password, tenant });
 * await preservica.webhooks.subscribe({
 *   url: `http://localhost:${port}/`,
 *   trigger: "INDEXED",
 *   secret: process.env.PRESERVICA_WEBHOOK_SECRET,
 * });
 * const { removed } = await preservica.webhooks.unsubscribeAll();
 * console.log(removed.length); // 1
 *
 * await platform.close();
 * server.close();
 * ```
 */
export class PreservicaClient {
  /** The server's origin. */
  readonly server: string;
  /** The webhook subscriptions of the tenancy. */
  readonly webhooks: PreservicaWebhooks;
  readonly #session: Session;
  readonly #transport: Transport;

  constructor(options: PreservicaClientOptions = {}) {
    checkOptions("PreservicaClient", options, known, credentialNames);
    const {
      useSharedSecret = false,
      timeout = 30_000,
      now = Date.now,
      fetch = globalThis.fetch,
      sleep,
      env = process.env,
      credentialsFile: file,
    } = options;
    checkBoolean("PreservicaClient: useSharedSecret", useSharedSecret);
    checkTimer("PreservicaClient: timeout", timeout, 1);
    checkFunction("PreservicaClient: now", now);
    checkFunction("PreservicaClient: fetch", fetch);
    if (sleep !== undefined) checkFunction("PreservicaClient: sleep", sleep);
    const credentials = resolveCredentials({ given: options, env, file });
    if (useSharedSecret && credentials.tenant === undefined) {
      throw new WebhookConfigError(
        "PreservicaClient: expected a tenant with useSharedSecret, found none; pass it, set PRESERVICA_TENANT, or write it in the credentials file",
      );
    }
    this.server = originOf(credentials.server);
    const { password, twoFactorSecret = "" } = credentials;
    this.#transport = new Transport({
      origin: this.server,
      fetch,
      timeout,
      sleep,
      secrets: () => [password, twoFactorSecret, ...this.#session.tokens],
    });
    this.#session = new Session({ transport: this.#transport, credentials, useSharedSecret, now });
    this.webhooks = new PreservicaWebhooks(this.#session, this.#transport);
  }

  /**
   * Returns the access token for your own calls, to be sent as `Preservica-Access-Token`. Logs in if there is none.
   *
   * @throws {@link PreservicaError} `login_failed`, `two_factor_missing`, `two_factor_not_set_up` or `two_factor_secret_invalid`.
   *
   * @example
   * ```ts
   * import { PreservicaClient } from "@clustaar/webhook-preservica";
   * import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
   *
   * const platform = await simulatePreservica();
   * const preservica = new PreservicaClient(platform.credentials);
   * const [one, two] = await Promise.all([preservica.token(), preservica.token()]);
   * console.log(one === two, platform.logins); // true 1
   * await platform.close();
   * ```
   */
  async token(options: PreservicaCallOptions = {}): Promise<string> {
    checkOptions("token", options, ["signal"], ["signal"]);
    checkSignal("token", options.signal);
    return this.#session.token(options.signal);
  }

  /**
   * Gets a path of the server's API with the access token. The body of the answer is not read yet, so that it can be
   * streamed within the client's `timeout`; a stream that breaks off throws what a call throws: a {@link PreservicaError}
   * `connection_failed` or `request_timeout`, or the signal's reason.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when the path is not one of this server.
   * @throws {@link PreservicaError} `request_refused` when the status is not 200 to 299.
   *
   * @example
   * ```ts
   * import { PreservicaClient } from "@clustaar/webhook-preservica";
   * import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
   *
   * const platform = await simulatePreservica();
   * const preservica = new PreservicaClient(platform.credentials);
   * const response = await preservica.get("/api/content/thumbnail", {
   *   query: { id: "sdb:IO|a9e1cae8-ea06-4157-8dd4-82d0525b031c", size: "large" },
   * });
   * console.log(response.headers.get("content-type")); // "image/jpeg"
   * await platform.close();
   * ```
   */
  async get(
    path: string,
    options: PreservicaCallOptions & { readonly query?: Readonly<Record<string, string>> } = {},
  ): Promise<Response> {
    checkText("get: path", path);
    checkOptions("get", options, ["query", "signal"], ["signal"]);
    const { query = {}, signal } = options;
    checkSignal("get", signal);
    const url = this.#urlOf(path);
    for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
    const call: Call = { method: "GET", path: `${url.pathname}${url.search}`, signal };
    const response = await this.#session.open(call);
    if (response.ok) return response;
    throw this.#transport.refusal(call, { status: response.status, text: await response.text() });
  }

  #urlOf(path: string): URL {
    try {
      const url = new URL(path, this.server);
      // The token goes with it: `//elsewhere.example/` must not pass for a path.
      if (path.startsWith("/") && url.origin === this.server) return url;
    } catch {
      // Told below.
    }
    throw new WebhookConfigError(
      "get: path: expected a path of this server such as /api/content/thumbnail, got something else",
    );
  }
}
