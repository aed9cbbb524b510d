import {
  checkFunction,
  checkOptions,
  checkText,
  type Endpoint,
  kindOf,
  WebhookConfigError,
} from "@clustaar/webhook-core/endpoint";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { ChatClient } from "../chat/client.ts";
import type { Database } from "../database/database.ts";
import { type Migration, readMigrations } from "../database/migrate.ts";
import { type Render, templateFolder } from "../rendering/renderer.ts";
import type { Handler } from "../requests/handler.ts";
import type { PathParams } from "../routes/pattern.ts";
import type { RouteOptions } from "../routes/route.ts";
import type { Logger } from "./log.ts";

/** Registers the routes of a plugin. */
export interface RegisterRoute<Settings = unknown> {
  /**
   * Adds a route that a function answers; within a plugin the first route that matches wins.
   *
   * @throws WebhookConfigError `config_invalid` for a pattern or an option that cannot work.
   */
  <const Pattern extends string | RegExp>(
    pattern: Pattern,
    handler: Handler<PathParams<Pattern>, Settings>,
  ): void;
  <const Pattern extends string | RegExp>(
    pattern: Pattern,
    options: RouteOptions,
    handler: Handler<PathParams<Pattern>, Settings>,
  ): void;
  /** Mounts an endpoint (a `Webhook`, a receiver, a responder), which answers every method. */
  endpoint(
    pattern: string | RegExp,
    endpoint: Endpoint,
    options?: Pick<RouteOptions, "auth">,
  ): void;
}

/** What the `setup` of a plugin gets. */
export interface PluginSetup<Settings = unknown> {
  /** Registers a route. */
  readonly route: RegisterRoute<Settings>;
  /** The plugin's settings, checked by its schema. */
  readonly settings: Settings;
  /** The plugin's log. */
  readonly log: Logger;
  /** The chat. */
  readonly client: ChatClient;
  /** The database, opened at the first statement. */
  readonly db: Database;
  /** Renders a template of the plugin. */
  readonly render: Render;
  /** Aborted when the plugin is closed, or did not finish in time. */
  readonly signal: AbortSignal;
  /** Registers what to do when the plugin is closed; the last hook runs first. */
  readonly onClose: (hook: () => unknown) => void;
}

/** A plugin: its name, its settings, and a function that registers its routes. */
export interface PluginDefinition<Schema extends StandardSchemaV1 | undefined = undefined> {
  /** Letters, digits, `-`, `_` and `.`; the name by which it is allowed, denied and reloaded. */
  readonly name: string;
  /** Checks the settings that the host has for this plugin: any Standard Schema. */
  readonly settings?: Schema;
  /** The folder of its Mustache templates. Default for a plugin of a package: `templates` beside its `package.json`. */
  readonly templates?: string | URL;
  /** What it needs in the database; they run before `setup`, in order, each one once. */
  readonly migrations?: readonly Migration[];
  /** Registers routes and opens what they need. */
  readonly setup: (
    plugin: PluginSetup<
      Schema extends StandardSchemaV1 ? StandardSchemaV1.InferOutput<Schema> : unknown
    >,
  ) => unknown;
}

const brand = Symbol.for("@clustaar/webhook-host/plugin");

/** What {@link definePlugin} makes. */
export interface HostPlugin {
  /** The name by which it is allowed, denied and reloaded. */
  readonly name: string;
  /** The schema of its settings. */
  readonly settings?: StandardSchemaV1 | undefined;
  /** The folder of its templates. */
  readonly templates?: string | undefined;
  /** What it needs in the database. */
  readonly migrations: readonly Migration[];
  /** Registers its routes; the type of what it gets is known where the plugin is defined. */
  readonly setup: (plugin: never) => unknown;
}

/**
 * Defines a plugin; the types of its settings and of the parameters of its routes follow from what it says.
 *
 * @throws WebhookConfigError `config_invalid` for an unknown option, a name that cannot be one, or a `setup` that is not a function.
 *
 * @example
 * ```ts
 * import { createHost, definePlugin } from "@clustaar/webhook-host";
 * import { hostRequest } from "@clustaar/webhook-host/testing";
 * import { z } from "zod";
 *
 * const hello = definePlugin({
 *   name: "hello",
 *   settings: z.object({ greeting: z.string().default("Hello") }),
 *   setup({ route, settings }) {
 *     route("/hello/:name", ({ params }) => `${settings.greeting} ${params.name}`);
 *   },
 * });
 * const host = await createHost({ plugins: [hello], discover: false });
 * const { body } = await host.handle(hostRequest("GET", "/hello/ann"));
 * console.log(body); // "Hello ann"
 * ```
 */
export function definePlugin<Schema extends StandardSchemaV1 | undefined = undefined>(
  definition: PluginDefinition<Schema>,
): HostPlugin {
  checkOptions("definePlugin", definition, [
    "name",
    "settings",
    "templates",
    "migrations",
    "setup",
  ]);
  const { name, settings, setup } = definition;
  checkText("definePlugin: name", name);
  if (!NAME.test(name)) {
    throw new WebhookConfigError(
      `definePlugin: name: expected letters, digits, -, _ and ., got ${JSON.stringify(name)}`,
    );
  }
  checkFunction(`definePlugin(${name}): setup`, setup);
  if (settings !== undefined && typeof settings["~standard"]?.validate !== "function") {
    throw new WebhookConfigError(
      `definePlugin(${name}): settings: expected a Standard Schema (zod, valibot, arktype), got ${kindOf(settings)}`,
    );
  }
  const folder = "templates" in definition ? templateFolder(name, definition.templates) : undefined;
  const migrations = readMigrations(name, definition.migrations ?? []);
  const plugin: HostPlugin = { name, settings, templates: folder, migrations, setup };
  Object.defineProperty(plugin, brand, { value: true });
  return Object.freeze(plugin);
}

const NAME = /^[A-Za-z0-9][\w.-]*$/;

/** Whether a value was made by `definePlugin`, of whichever copy of this package. */
export function isPlugin(value: unknown): value is HostPlugin {
  return typeof value === "object" && value !== null && brand in value;
}
