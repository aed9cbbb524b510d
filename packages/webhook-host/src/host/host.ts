import {
  checkNumber,
  checkOptions,
  checkText,
  checkTimer,
  createEndpoint,
  type ErrorListener,
  errorReporter,
  type HostContext,
  type IdleOptions,
  messageOf,
  type ObservableEndpoint,
  type ResponseListener,
  WebhookConfigError,
  type WebhookRequest,
  type WebhookResponse,
} from "@clustaar/webhook-core/endpoint";
import type { ChatClient } from "../chat/client.ts";
import { listenToCommands } from "../chat/commands.ts";
import { LazyDatabase } from "../database/lazy-database.ts";
import { HttpError } from "../errors.ts";
import { within } from "../internal/deadline.ts";
import { refusalText } from "../requests/answer.ts";
import { answerRequest } from "./answer-request.ts";
import type { ListenAddress } from "./listener.ts";
import { type HostOptions, type HostSettings, hostSettings } from "./options.ts";
import type { HostPlugin } from "./plugin.ts";
import { PluginSet } from "./plugin-set.ts";
import type { PluginDecision } from "./selection.ts";
import { Service } from "./service.ts";

/** One route of a host, as `routes()` lists it. */
export interface RouteInfo {
  /** The plugin that registered it. */
  readonly plugin: string;
  /** The pattern as it was written. */
  readonly pattern: string;
  /** In upper case; `*` for a mounted endpoint, which answers every method. */
  readonly methods: readonly string[];
}

/**
 * Answers the routes of plugins: an endpoint that every adapter mounts, or that listens by itself. {@link createHost} makes one.
 *
 * @example
 * ```ts
 * import { createHost, definePlugin, type WebhookHost } from "@clustaar/webhook-host";
 *
 * const ping = definePlugin({ name: "ping", setup: ({ route }) => route("/ping", () => "pong") });
 * const host: WebhookHost = await createHost({ plugins: [ping], discover: false });
 * const { port } = await host.listen({ port: 0 });
 * console.log(await (await fetch(`http://localhost:${port}/ping`)).text()); // "pong"
 * await host.close();
 * ```
 */
export class WebhookHost implements ObservableEndpoint {
  readonly #settings: HostSettings;
  readonly #database: LazyDatabase;
  readonly #plugins: PluginSet;
  readonly #service: Service;
  readonly #endpoint: ObservableEndpoint;
  /** Starting, stopping, reloading and closing happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Ends the host's listeners of the chat. */
  readonly #leaving: (() => void)[] = [];

  /** Use {@link createHost}. */
  private constructor(settings: HostSettings) {
    this.#settings = settings;
    this.#database = new LazyDatabase(settings.database, settings.log);
    this.#plugins = new PluginSet(settings, this.#database);
    this.#service = new Service(settings.log);
    this.#endpoint = createEndpoint(
      { maxBody: settings.maxBody, reporter: errorReporter(), refusal: refusalText },
      async (request, context) => {
        if (!this.#service.isOpen) throw new HttpError(503, "503 Service Unavailable");
        return answerRequest(this.#plugins.running, settings, request, context);
      },
    );
  }

  /** @throws WebhookConfigError `config_invalid`; see {@link createHost}. */
  static async create(options: HostOptions): Promise<WebhookHost> {
    const settings = hostSettings(options);
    const host = new WebhookHost(settings);
    try {
      await host.#plugins.load();
      await host.#join();
      return host;
    } catch (error) {
      await host.#closeParts(settings.closeDeadline);
      throw error;
    }
  }

  /** The largest body accepted, in bytes: the host's own, or that of a mounted endpoint if it is larger. */
  get maxBody(): number {
    return this.#plugins.maxBody;
  }

  /** The chat client of the host. */
  get client(): ChatClient {
    return this.#settings.client;
  }

  /** Whether requests are answered: until `stop` or `close`, and while the port is open where the host listens itself. */
  get isRunning(): boolean {
    return this.#service.isRunning;
  }

  /** Where the host listens, while it does. */
  get address(): ListenAddress | undefined {
    return this.#service.address;
  }

  /** What became of each plugin, and why. */
  get plugins(): readonly PluginDecision[] {
    return this.#plugins.decisions;
  }

  /** Every route, in the order in which they are tried. */
  routes(): readonly RouteInfo[] {
    return this.#plugins.running.table.routes.map(({ plugin, pattern, methods }) => ({
      plugin,
      pattern,
      methods: methods === "every" ? ["*"] : methods,
    }));
  }

  /** Answers one request; never rejects. After `stop` it answers 503. */
  handle(request: WebhookRequest, host?: HostContext): Promise<WebhookResponse> {
    return this.#endpoint.handle(request, host);
  }

  /** Answers a request that an adapter could not hand over, and calls the listeners for it; never throws. */
  refuse(error: unknown, request: WebhookRequest): WebhookResponse {
    return this.#endpoint.refuse(error, request);
  }

  /**
   * Called once for each answer, just before it is sent; `route` names the plugin and the pattern.
   *
   * @throws WebhookConfigError `config_invalid` when it is not a function.
   */
  onResponse(listener: ResponseListener): this {
    this.#endpoint.onResponse(listener);
    return this;
  }

  /**
   * Called for every 5xx answer and for failures that no answer shows, with what was thrown as `cause`; without a listener they
   * go to `console.error`.
   *
   * @throws WebhookConfigError `config_invalid` when it is not a function.
   */
  onError(listener: ErrorListener): this {
    this.#endpoint.onError(listener);
    return this;
  }

  /** Waits until nothing is left to do: no request to answer, no `waitUntil` work; false when the deadline has passed first. */
  idle(options?: IdleOptions): Promise<boolean> {
    return this.#endpoint.idle(options);
  }

  /**
   * Listens for HTTP requests; when the host listens already, it only gives the address.
   *
   * @throws Error when the port is taken; WebhookConfigError `config_invalid` for an option that cannot work.
   */
  async listen(
    options: { readonly port?: number; readonly hostname?: string } = {},
  ): Promise<ListenAddress> {
    checkOptions("listen", options, ["port", "hostname"]);
    const { port, hostname } = options;
    if (port !== undefined) checkNumber("listen: port", port, 0, "a port", 65_535);
    if (hostname !== undefined) checkText("listen: hostname", hostname);
    return this.#inTurn(async () => {
      this.#service.place(options, this.#settings);
      await this.#service.open(this);
      return this.#service.address as ListenAddress; // it was just opened
    });
  }

  /**
   * Answers requests again after `stop`: opens the port where the host listens itself. Gives false when it runs already.
   *
   * @throws Error when the port is taken.
   */
  start(): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.isRunning) return false;
      await this.#service.open(this);
      return true;
    });
  }

  /**
   * Stops answering: closes the port, where the host listens itself, and every connection once its answer is out (at the
   * deadline at the latest); a mounted host answers 503. Gives false when it does not run.
   */
  stop(): Promise<boolean> {
    return this.#inTurn(async () => {
      if (!this.isRunning) return false;
      await this.#service.shut("stopped", this.#settings.closeDeadline);
      return true;
    });
  }

  /**
   * Puts a plugin in place of the one of that name. Requests that the old one is answering end as they would have; it is closed
   * after them, or at the deadline. Where the new one fails, the old one stays.
   *
   * @throws WebhookConfigError `config_invalid` when no plugin has that name, or the new one another; whatever its `setup` throws.
   */
  reload(name: string, plugin: HostPlugin): Promise<void> {
    return this.#inTurn(() => this.#plugins.reload(name, plugin));
  }

  /**
   * Stops, waits for what is being answered, closes the plugins in reverse order, and signs off from the chat.
   *
   * @param options - `deadline`: milliseconds for what is being answered, then for all close hooks, then for chat and database;
   *   default: the host's `closeDeadline`.
   */
  close(options: { readonly deadline?: number } = {}): Promise<void> {
    checkOptions("close", options, ["deadline"]);
    const { deadline = this.#settings.closeDeadline } = options;
    checkTimer("close: deadline", deadline, 0);
    return this.#inTurn(async () => {
      if (this.#service.isClosed) return;
      const until = Date.now() + deadline;
      await this.#service.shut("closed", deadline);
      if (!(await this.#endpoint.idle({ deadline: Math.max(0, until - Date.now()) }))) {
        this.#settings.log.warn(`close: requests were still being answered after ${deadline} ms`);
      }
      await this.#closeParts(deadline);
    });
  }

  /** The close hooks of plugins may still speak, and use the database. */
  async #closeParts(deadline: number): Promise<void> {
    await this.#plugins.close(deadline);
    await Promise.all([this.#leave(deadline), this.#closeDatabase(deadline)]);
  }

  /** Takes commands from the chat, and listens from its sign-on where that is wanted. */
  async #join(): Promise<void> {
    const { client, log, listensOnConnect } = this.#settings;
    this.#leaving.push(listenToCommands(client, this, log));
    if (listensOnConnect) {
      this.#service.place({}, this.#settings);
      if (client.onConnect === undefined) {
        throw new WebhookConfigError(
          'createHost: listen: "on-connect" needs a chat client that signs on, got one without onConnect; call host.listen()',
        );
      }
      this.#leaving.push(client.onConnect(() => this.#openAtSignOn()));
    }
    await client.connect?.();
  }

  /** Starts nothing that an operator stopped, and nothing that runs. */
  async #openAtSignOn(): Promise<void> {
    try {
      await this.#inTurn(async () => {
        if (this.#service.isOpen) await this.#service.open(this);
      });
    } catch (error) {
      this.#settings.log.error(`sign-on: ${messageOf(error)}`, error);
    }
  }

  async #closeDatabase(deadline: number): Promise<void> {
    try {
      await within(this.#database.close(), deadline, `db: not closed within ${deadline} ms`);
    } catch (error) {
      this.#settings.log.error(`close: ${messageOf(error)}`, error);
    }
  }

  async #leave(deadline: number): Promise<void> {
    // A host that was not made never came to the chat.
    if (this.#leaving.length === 0) return;
    for (const leave of this.#leaving.splice(0)) leave();
    try {
      const closing = Promise.resolve(this.#settings.client.close?.());
      await within(closing, deadline, `the chat client did not sign off within ${deadline} ms`);
    } catch (error) {
      this.#settings.log.error(`close: ${messageOf(error)}`, error);
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch((error) => messageOf(error));
    return result;
  }
}
