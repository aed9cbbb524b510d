import { nearest, WebhookConfigError } from "@clustaar/webhook-core/endpoint";
import type { LazyDatabase } from "../database/lazy-database.ts";
import { RouteTable } from "../routes/route-table.ts";
import type { Running } from "./answer-request.ts";
import { refuseAuth } from "./auth.ts";
import { loadPlugins } from "./load-plugins.ts";
import type { HostSettings } from "./options.ts";
import { type HostPlugin, isPlugin } from "./plugin.ts";
import { type PluginHost, PluginInstance } from "./plugin-instance.ts";
import type { PluginDecision } from "./selection.ts";

/** The plugins of a host: loaded together, replaced one by one, closed together. */
export class PluginSet {
  readonly #settings: HostSettings;
  readonly #database: LazyDatabase;
  /** The templates of plugins that were found in packages; they stay where they are when a plugin is reloaded. */
  readonly #templates = new Map<string, string>();
  #running: Running = { table: new RouteTable([]), instances: new Map() };
  #decisions: readonly PluginDecision[] = [];
  #maxBody: number;

  constructor(settings: HostSettings, database: LazyDatabase) {
    this.#settings = settings;
    this.#database = database;
    this.#maxBody = settings.maxBody;
  }

  /** Those that answer now, and their routes. */
  get running(): Running {
    return this.#running;
  }

  /** What became of each plugin, and why. */
  get decisions(): readonly PluginDecision[] {
    return this.#decisions;
  }

  /** The largest body that any route takes, in bytes. */
  get maxBody(): number {
    return this.#maxBody;
  }

  /** @throws WebhookConfigError `config_invalid` when their routes do not fit together, or a plugin fails where none may. */
  async load(): Promise<void> {
    const { instances, decisions } = await loadPlugins(this.#settings, (name, templates) =>
      this.#hostOf(name, templates),
    );
    this.#decisions = decisions;
    try {
      this.#install(instances);
    } catch (error) {
      await closeAll(instances, this.#settings.closeDeadline);
      throw error;
    }
  }

  /** See `WebhookHost.reload`. */
  async reload(name: string, plugin: HostPlugin): Promise<void> {
    const old = this.#require(name);
    if (!isPlugin(plugin) || plugin.name !== name) {
      throw new WebhookConfigError(
        `reload: expected a plugin that is defined as "${name}", got ${isPlugin(plugin) ? `"${plugin.name}"` : "something else"}`,
      );
    }
    const instance = await PluginInstance.create(plugin, this.#hostOf(name));
    try {
      const instances = [...this.#running.instances.values()];
      this.#install(instances.map((other) => (other === old ? instance : other)));
    } catch (error) {
      await instance.close(this.#settings.closeDeadline);
      throw error;
    }
    this.#settings.log.info(`plugin "${name}": reloaded`);
    await this.#retire(old);
  }

  /** Closes them in reverse order, within a number of milliseconds for all of them. */
  close(deadline: number): Promise<void> {
    return closeAll([...this.#running.instances.values()], deadline);
  }

  #hostOf(name: string, found?: string): PluginHost {
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

  #require(name: string): PluginInstance {
    const instance = this.#running.instances.get(name);
    if (instance !== undefined) return instance;
    const names = [...this.#running.instances.keys()];
    const meant = nearest(name, names);
    throw new WebhookConfigError(
      `reload: no plugin "${name}" is loaded; ${meant === undefined ? `the plugins are ${names.join(", ") || "none"}` : `did you mean "${meant}"?`}`,
    );
  }

  /** Closes a plugin that was replaced, after the requests that it is answering, or at the deadline. */
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
}

/** The last that was opened is closed first. */
async function closeAll(instances: readonly PluginInstance[], deadline: number): Promise<void> {
  const until = Date.now() + deadline;
  for (const instance of [...instances].reverse()) {
    await instance.close(Math.max(0, until - Date.now()));
  }
}
