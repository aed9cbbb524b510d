import { checkEndpoint } from "@clustaar/webhook-core/adapter";
import { checkFunction, type Endpoint, messageOf } from "@clustaar/webhook-core/endpoint";
import type { ChatClient } from "../chat/client.ts";
import type { LazyDatabase } from "../database/lazy-database.ts";
import { migrate } from "../database/migrate.ts";
import { within } from "../internal/deadline.ts";
import { renderer } from "../rendering/renderer.ts";
import type { Belongings, Handler } from "../requests/handler.ts";
import { type Route, type RouteOptions, readRoute } from "../routes/route.ts";
import type { Logger } from "./log.ts";
import { prefixedLog } from "./log.ts";
import type { HostPlugin, PluginSetup, RegisterRoute } from "./plugin.ts";
import { readSettings } from "./read-settings.ts";

/** What a plugin needs of its host to be set up. */
export interface PluginHost {
  readonly client: ChatClient;
  readonly log: Logger;
  /** The settings that the host has for it. */
  readonly settings: unknown;
  readonly db: LazyDatabase;
  /** The folder of its templates where it does not name one. */
  readonly templates?: string | undefined;
  /** Whether templates are read again each time. */
  readonly isDevelopment: boolean;
  /** Milliseconds for its `setup`. */
  readonly setupDeadline: number;
}

/** A plugin that was set up: its routes, what its handlers get, and how many requests it is answering. */
export class PluginInstance {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly belongings: Belongings;
  readonly #hooks: (() => unknown)[];
  readonly #ended: AbortController;
  #answering = 0;
  #whenIdle: (() => void)[] = [];

  private constructor(
    name: string,
    routes: readonly Route[],
    belongings: Belongings,
    hooks: (() => unknown)[],
    ended: AbortController,
  ) {
    this.name = name;
    this.routes = routes;
    this.belongings = belongings;
    this.#hooks = hooks;
    this.#ended = ended;
  }

  /**
   * Sets a plugin up. Where that fails, what it had opened is closed, and no route of it exists.
   *
   * @throws whatever its settings or its `setup` throw, and an Error when it does not finish in time.
   */
  static async create(plugin: HostPlugin, host: PluginHost): Promise<PluginInstance> {
    const { name } = plugin;
    const log = prefixedLog(host.log, name);
    const render = renderer(name, plugin.templates ?? host.templates, host);
    const routes: Route[] = [];
    const hooks: (() => unknown)[] = [];
    const ended = new AbortController();
    let isOpen = true;
    const requireOpen = (what: string) => {
      if (isOpen) return;
      throw new Error(
        `${what} was called after the setup of "${name}" had ended; call it before, and await what it depends on`,
      );
    };
    const add = (pattern: unknown, options: RouteOptions, target: Handler | Endpoint) => {
      requireOpen("route");
      const route = readRoute(name, pattern, options, target);
      warnAbout(route, routes, log);
      routes.push(route);
    };
    try {
      const settings = await readSettings(plugin, host.settings);
      const given: PluginSetup = {
        route: routeFunction(add),
        settings,
        log,
        client: host.client,
        db: host.db,
        render,
        signal: ended.signal,
        onClose(hook) {
          requireOpen("onClose");
          checkFunction(`plugin ${name}: onClose`, hook);
          hooks.push(hook);
        },
      };
      // The settings are what the plugin's own schema made of them.
      const work = (async () => {
        // Plugins made by an earlier version of this package may have none.
        if (plugin.migrations?.length > 0) {
          await migrate(await host.db.open(), name, plugin.migrations);
        }
        await plugin.setup(given as never);
      })();
      await within(
        work,
        host.setupDeadline,
        `setup did not end within ${host.setupDeadline} ms; await less in it, or raise setupDeadline`,
      );
      isOpen = false;
      const belongings = { client: host.client, settings, log, render, db: host.db };
      return new PluginInstance(name, routes, belongings, hooks, ended);
    } catch (error) {
      isOpen = false;
      ended.abort(error);
      const failed = new PluginInstance(
        name,
        [],
        { client: host.client, settings: {}, log, render, db: host.db },
        hooks,
        ended,
      );
      await failed.close(host.setupDeadline);
      throw error;
    }
  }

  /** Counts a request until the function that it gives is called. */
  begin(): () => void {
    this.#answering++;
    return () => {
      this.#answering--;
      if (this.#answering > 0) return;
      const waiting = this.#whenIdle;
      this.#whenIdle = [];
      for (const done of waiting) done();
    };
  }

  /** Waits until no request is being answered. */
  idle(): Promise<void> {
    if (this.#answering === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  /** Runs the close hooks, the last first, within a number of milliseconds for all of them; never rejects. */
  async close(deadline: number): Promise<void> {
    const until = Date.now() + deadline;
    this.#ended.abort(new Error(`the plugin "${this.name}" is closed`));
    for (const hook of this.#hooks.splice(0).reverse()) {
      try {
        const left = Math.max(0, until - Date.now());
        await within(
          (async () => hook())(),
          left,
          `a close hook did not end within ${deadline} ms; it is left behind`,
        );
      } catch (error) {
        this.belongings.log.error(`close: ${messageOf(error)}`, error);
      }
    }
  }
}

function routeFunction(
  add: (pattern: unknown, options: RouteOptions, target: Handler | Endpoint) => void,
): RegisterRoute {
  const route = (pattern: unknown, ...rest: unknown[]) => {
    const [options, handler] = rest.length === 1 ? [{}, rest[0]] : rest;
    checkFunction(`route ${String(pattern)}: handler`, handler);
    // The handler's parameters are those of the pattern; the compiler has seen to it.
    add(pattern, options as RouteOptions, handler as Handler);
  };
  return Object.assign(route, {
    endpoint(
      pattern: string | RegExp,
      endpoint: Endpoint,
      options: Pick<RouteOptions, "auth"> = {},
    ) {
      checkEndpoint(
        `route.endpoint(${String(pattern)})`,
        endpoint,
        'route.endpoint("/hook", webhook)',
      );
      add(pattern, options, endpoint);
    },
  });
}

function warnAbout(route: Route, routes: readonly Route[], log: Logger): void {
  if (route.methods.length === 0) {
    log.warn(`the route ${route.pattern} lists no method: it answers 405 to every request`);
  }
  const first = routes.find(
    ({ matcher, methods }) =>
      matcher.shape === route.matcher.shape &&
      methods !== "every" &&
      route.methods !== "every" &&
      route.methods.some((method) => methods.includes(method)),
  );
  if (first === undefined) return;
  log.warn(`the route ${route.pattern} stands twice for one method; the first one answers`);
}
