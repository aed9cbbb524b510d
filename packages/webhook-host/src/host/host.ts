import {
  checkOptions,
  checkTimer,
  createEndpoint,
  type ErrorListener,
  errorReporter,
  type HostContext,
  type IdleOptions,
  messageOf,
  nearest,
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
import { RouteTable } from "../routes/route-table.ts";
import { answerRequest, type Running } from "./answer-request.ts";
import { refuseAuth } from "./auth.ts";
import { type ListenAddress, Listener } from "./listener.ts";
import { loadPlugins } from "./load-plugins.ts";
import { type HostOptions, type HostSettings, hostSettings } from "./options.ts";
import { type HostPlugin, isPlugin } from "./plugin.ts";
import { type PluginHost, PluginInstance } from "./plugin-instance.ts";
import type { PluginDecision } from "./selection.ts";

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
  readonly #reporter = errorReporter();
  readonly #endpoint: ObservableEndpoint;
  #running: Running = { table: new RouteTable([]), instances: new Map() };
  #decisions: readonly PluginDecision[] = [];
  /** The templates of plugins that were found in packages; they stay where they are when a plugin is reloaded. */
  readonly #templates = new Map<string, string>();
  #listener: Listener | undefined;
  /** Where to listen when it is started; undefined while the host is only mounted. */
  #address: { port: number; hostname: string | undefined } | undefined;
  #state: "open" | "stopped" | "closed" = "open";
  /** Starting, stopping, reloading and closing happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #maxBody: number;
  /** Ends the host's listeners of the chat. */
  readonly #leaving: (() => void)[] = [];

  /** Use {@link createHost}. */
  private constructor(settings: HostSettings) {
    this.#settings = settings;
    this.#database = new LazyDatabase(settings.database, settings.log);
    this.#maxBody = settings.maxBody;
    this.#endpoint = createEndpoint(
      { maxBody: settings.maxBody, reporter: this.#reporter, refusal: refusalText },
      async (request, context) => {
        if (this.#state !== "open") throw new HttpError(503, "503 Service Unavailable");
        return answerRequest(this.#running, settings, request, context);
      },
    );
  }

  /** @throws WebhookConfigError `config_invalid`; see {@link createHost}. */
  static async create(options: HostOptions): Promise<WebhookHost> {
    const settings = hostSettings(options);
    const host = new WebhookHost(settings);
    try {
      const { instances, decisions } = await loadPlugins(settings, (name, templates) =>
        host.#pluginHost(name, templates),
      );
      host.#decisions = decisions;
      try {
        host.#install(instances);
      } catch (error) {
        for (const instance of [...instances].reverse()) {
          await instance.close(settings.closeDeadline);
        }
        throw error;
      }
      await host.#join();
      return host;
    } catch (error) {
      await host.#closeDatabase(settings.closeDeadline);
      throw error;
    }
  }

  /** The largest body accepted, in bytes: the host's own, or that of a mounted endpoint if it is larger. */
  get maxBody(): number {
    return this.#maxBody;
  }

  /** The chat client of the host. */
  get client(): ChatClient {
    return this.#settings.client;
  }

  /** Whether requests are answered: until `stop` or `close`, and while the port is open where the host listens itself. */
  get isRunning(): boolean {
    return this.#state === "open" && (this.#address === undefined || this.#listener !== undefined);
  }

  /** Where the host listens, while it does. */
  get address(): ListenAddress | undefined {
    return this.#listener?.address;
  }

  /** What became of each plugin, and why. */
  get plugins(): readonly PluginDecision[] {
    return this.#decisions;
  }

  /** Every route, in the order in which they are tried. */
  routes(): readonly RouteInfo[] {
    return this.#running.table.routes.map(({ plugin, pattern, methods }) => ({
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
    const { port = this.#settings.port, hostname = this.#settings.hostname } = options;
    return this.#inTurn(async () => {
      this.#address ??= { port, hostname };
      await this.#open();
      return (this.#listener as Listener).address; // it was just opened
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
      await this.#open();
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
      this.#state = "stopped";
      await this.#shut();
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
    return this.#inTurn(async () => {
      const old = this.#requireInstance(name);
      if (!isPlugin(plugin) || plugin.name !== name) {
        throw new WebhookConfigError(
          `reload: expected a plugin that is defined as "${name}", got ${isPlugin(plugin) ? `"${plugin.name}"` : "something else"}`,
        );
      }
      const instance = await PluginInstance.create(plugin, this.#pluginHost(name));
      try {
        const instances = [...this.#running.instances.values()];
        this.#install(instances.map((other) => (other === old ? instance : other)));
      } catch (error) {
        await instance.close(this.#settings.closeDeadline);
        throw error;
      }
      this.#settings.log.info(`plugin "${name}": reloaded`);
      await this.#retire(old);
    });
  }

  /**
   * Stops, waits for what is being answered, closes the plugins in reverse order, and signs off from the chat.
   *
   * @param options - `deadline`: milliseconds for each of these steps; default: the host's `closeDeadline`.
   */
  close(options: { readonly deadline?: number } = {}): Promise<void> {
    checkOptions("close", options, ["deadline"]);
    const { deadline = this.#settings.closeDeadline } = options;
    checkTimer("close: deadline", deadline, 0);
    return this.#inTurn(async () => {
      if (this.#state === "closed") return;
      this.#state = "closed";
      await this.#shut(deadline);
      if (!(await this.#endpoint.idle({ deadline }))) {
        this.#settings.log.warn(`close: requests were still being answered after ${deadline} ms`);
      }
      for (const instance of [...this.#running.instances.values()].reverse()) {
        await instance.close(deadline);
      }
      await this.#leave(deadline);
      await this.#closeDatabase(deadline);
    });
  }

  /** Takes commands from the chat, and listens from its sign-on where that is wanted. */
  async #join(): Promise<void> {
    const { client, log, listensOnConnect, port, hostname } = this.#settings;
    this.#leaving.push(listenToCommands(client, this, log));
    if (listensOnConnect) {
      this.#address = { port, hostname };
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
        if (this.#state === "open" && this.#listener === undefined) await this.#open();
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
    for (const leave of this.#leaving.splice(0)) leave();
    try {
      const closing = Promise.resolve(this.#settings.client.close?.());
      await within(closing, deadline, `the chat client did not sign off within ${deadline} ms`);
    } catch (error) {
      this.#settings.log.error(`close: ${messageOf(error)}`, error);
    }
  }

  #pluginHost(name: string, found?: string): PluginHost {
    if (found !== undefined) this.#templates.set(name, found);
    const { client, log, settings, setupDeadline, isDevelopment } = this.#settings;
    return {
      client,
      log,
      db: this.#database,
      settings: settings[name],
      templates: this.#templates.get(name),
      isDevelopment,
      setupDeadline,
    };
  }

  #install(instances: readonly PluginInstance[]): void {
    const routes = instances.flatMap((instance) => instance.routes);
    if (this.#settings.credentials.isEmpty) routes.forEach(refuseAuth);
    const table = new RouteTable(routes);
    this.#running = {
      table,
      instances: new Map(instances.map((instance) => [instance.name, instance])),
    };
    this.#maxBody = Math.max(
      this.#settings.maxBody,
      ...routes.map(({ target }) => (typeof target === "function" ? 0 : target.maxBody)),
    );
  }

  #requireInstance(name: string): PluginInstance {
    const instance = this.#running.instances.get(name);
    if (instance !== undefined) return instance;
    const names = [...this.#running.instances.keys()];
    const meant = nearest(name, names);
    throw new WebhookConfigError(
      `reload: no plugin "${name}" is loaded; ${meant === undefined ? `the plugins are ${names.join(", ") || "none"}` : `did you mean "${meant}"?`}`,
    );
  }

  async #retire(instance: PluginInstance): Promise<void> {
    const { closeDeadline, log } = this.#settings;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(true), closeDeadline);
    });
    const isLate = await Promise.race([instance.idle(), late]);
    clearTimeout(timer);
    if (isLate === true) {
      log.warn(
        `plugin "${instance.name}": still answering after ${closeDeadline} ms; it is closed all the same`,
      );
    }
    await instance.close(closeDeadline);
  }

  async #open(): Promise<void> {
    if (this.#state === "closed") throw new Error("the host is closed; create another");
    if (this.#listener === undefined && this.#address !== undefined) {
      const { port, hostname } = this.#address;
      this.#listener = await Listener.open(this, port, hostname);
      // After `stop`, `start` opens the same port again, where 0 was given, too.
      this.#address = { port: this.#listener.address.port, hostname };
      this.#settings.log.info(`listening on port ${this.#address.port}`);
    }
    this.#state = "open";
  }

  async #shut(deadline = this.#settings.closeDeadline): Promise<void> {
    const listener = this.#listener;
    this.#listener = undefined;
    await listener?.close(deadline);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch((error) => messageOf(error));
    return result;
  }
}
