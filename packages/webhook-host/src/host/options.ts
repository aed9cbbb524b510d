import {
  checkBoolean,
  checkNumber,
  checkOptions,
  checkText,
  checkTimer,
  kindOf,
  WebhookConfigError,
} from "@clustaar/webhook-core/endpoint";
import type { ChatClient } from "../chat/client.ts";
import { silentClient } from "../chat/silent-client.ts";
import type { FormLimits } from "../requests/form.ts";
import { CredentialList } from "./auth.ts";
import { checkLog, defaultLog, type Logger, prefixedLog } from "./log.ts";
import { type HostPlugin, isPlugin } from "./plugin.ts";
import { type PluginSelection, readSelection, type Selection } from "./selection.ts";

/**
 * How a host is built. An option that is present but undefined throws: a missing environment variable must never switch a
 * check off.
 */
export interface HostOptions {
  /** Plugins passed in code; they come before those that are found. */
  readonly plugins?: readonly HostPlugin[];
  /** Whether to look for plugins in the direct dependencies of the application, or its folder; default true: the working folder. */
  readonly discover?: boolean | string;
  /** The plugins that are allowed: true (all), false (none), or names. Default: `ENABLED_WEBHOOKS`, or else true. */
  readonly enabled?: PluginSelection | null;
  /** The plugins that are denied, whatever is allowed. Default: `DISABLED_WEBHOOKS`, or else false. */
  readonly disabled?: PluginSelection | null;
  /** Whether a plugin that fails to load stops the start; default false: it is reported and left out. */
  readonly strict?: boolean;
  /** The settings of each plugin, by its name. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The pairs of user and password that `auth: true` lets in. Default: `WEBHOOKS_CREDENTIALS`, or else none. */
  readonly credentials?: readonly (readonly [string, string])[];
  /** The chat that handlers speak in; without one, speaking is an error. */
  readonly client?: ChatClient;
  /** Where the host and its plugins write; default: the console. */
  readonly log?: Logger;
  /** The beginning of every path, where a framework leaves it in place: `/hooks`. Express cuts it off by itself. */
  readonly basePath?: string;
  /** The largest body that a handler gets, in bytes; default 1 MiB. Mounted endpoints have their own. */
  readonly maxBody?: number;
  /** What a form may hold at most. */
  readonly forms?: FormLimits;
  /** `"on-connect"`: listen from the chat's sign-on, as helga does. Default: when `listen` is called. */
  readonly listen?: "on-connect";
  /** The port of `"on-connect"`, `start` and `listen`. Default: `WEBHOOKS_PORT`, or else 8080; 0 takes a free one. */
  readonly port?: number;
  /** The address to listen on; default: every interface. */
  readonly hostname?: string;
  /** Milliseconds for the `setup` of a plugin; default 10 s. */
  readonly setupDeadline?: number;
  /** Milliseconds for what is being answered, and for close hooks, when the host stops or closes; default 10 s. */
  readonly closeDeadline?: number;
  /** A `postgres://` URL, or the folder of an embedded database. Default: `DATABASE_URL`, or else the folder `.webhooks-db`. */
  readonly database?: string;
  /** Whether templates are read again at each request; default: whether `NODE_ENV` is `development`. */
  readonly development?: boolean;
  /** Where the variables named above are looked up; default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The options of a host, checked and with the defaults filled in. */
export interface HostSettings {
  readonly plugins: readonly HostPlugin[];
  /** The folder of the application; null: nothing is looked for. */
  readonly folder: string | null;
  readonly selection: Selection;
  readonly strict: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly credentials: CredentialList;
  readonly client: ChatClient;
  readonly log: Logger;
  readonly basePath: string;
  readonly maxBody: number;
  readonly forms: Required<FormLimits>;
  readonly listensOnConnect: boolean;
  readonly port: number;
  readonly hostname: string | undefined;
  readonly setupDeadline: number;
  readonly closeDeadline: number;
  readonly isDevelopment: boolean;
  readonly database: string;
}

const MEBIBYTE = 1024 * 1024;
const DEADLINE = 10_000;
const PORT = 8080;

const known = [
  "plugins",
  "discover",
  "enabled",
  "disabled",
  "strict",
  "settings",
  "credentials",
  "client",
  "log",
  "basePath",
  "maxBody",
  "forms",
  "listen",
  "port",
  "hostname",
  "setupDeadline",
  "closeDeadline",
  "development",
  "database",
  "env",
];

/** @throws WebhookConfigError `config_invalid` */
export function hostSettings(options: HostOptions): HostSettings {
  checkOptions("createHost", options, known);
  const { env = process.env, strict = false, basePath = "", maxBody = MEBIBYTE } = options;
  const { setupDeadline = DEADLINE, closeDeadline = DEADLINE, log = defaultLog } = options;
  const { development = env.NODE_ENV === "development" } = options;
  const { database = env.DATABASE_URL || ".webhooks-db" } = options;
  checkText("createHost: database", database);
  checkBoolean("createHost: strict", strict);
  checkBoolean("createHost: development", development);
  checkNumber("createHost: maxBody", maxBody, 0, "bytes");
  checkTimer("createHost: setupDeadline", setupDeadline, 1);
  checkTimer("createHost: closeDeadline", closeDeadline, 0);
  checkLog(log);
  checkBasePath(basePath);
  if (options.hostname !== undefined) checkText("createHost: hostname", options.hostname);
  if (options.listen !== undefined && options.listen !== "on-connect") {
    throw new WebhookConfigError(
      `createHost: listen: expected "on-connect", got ${kindOf(options.listen)}; call host.listen() to listen at once`,
    );
  }
  return {
    plugins: readPlugins(options.plugins ?? []),
    folder: readFolder(options.discover ?? true),
    selection: {
      enabled: readSelection("enabled", options.enabled, env.ENABLED_WEBHOOKS, true),
      disabled: readSelection("disabled", options.disabled, env.DISABLED_WEBHOOKS, false),
    },
    strict,
    settings: readAllSettings(options.settings ?? {}),
    credentials: new CredentialList(
      "credentials" in options ? options.credentials : parseCredentials(env.WEBHOOKS_CREDENTIALS),
    ),
    client: readClient(options.client),
    log: prefixedLog(log, ""),
    basePath,
    maxBody,
    forms: readForms(options.forms ?? {}, maxBody),
    listensOnConnect: options.listen === "on-connect",
    port: readPort(options.port, env.WEBHOOKS_PORT),
    hostname: options.hostname,
    setupDeadline,
    closeDeadline,
    isDevelopment: development,
    database,
  };
}

function readPlugins(plugins: unknown): readonly HostPlugin[] {
  if (!Array.isArray(plugins)) {
    throw new WebhookConfigError(
      `createHost: plugins: expected a list of plugins, got ${kindOf(plugins)}`,
    );
  }
  const names = new Set<string>();
  return plugins.map((plugin: unknown, index) => {
    if (!isPlugin(plugin)) {
      throw new WebhookConfigError(
        `createHost: plugins[${index}]: expected what definePlugin made, got ${kindOf(plugin)}`,
      );
    }
    if (names.has(plugin.name)) {
      throw new WebhookConfigError(
        `createHost: plugins[${index}]: expected each name once, got "${plugin.name}" twice`,
      );
    }
    names.add(plugin.name);
    return plugin;
  });
}

function readFolder(discover: unknown): string | null {
  if (discover === true) return process.cwd();
  if (discover === false) return null;
  checkText("createHost: discover", discover);
  return discover;
}

function readAllSettings(settings: unknown): Readonly<Record<string, unknown>> {
  if (typeof settings === "object" && settings !== null && !Array.isArray(settings)) {
    return settings as Record<string, unknown>; // an object has names to ask for
  }
  throw new WebhookConfigError(
    `createHost: settings: expected an object of settings by plugin, got ${kindOf(settings)}`,
  );
}

function readClient(client: ChatClient | undefined): ChatClient {
  if (client === undefined) return silentClient();
  for (const name of ["msg", "me", "onCommand"] as const) {
    if (typeof Object(client)[name] === "function") continue;
    throw new WebhookConfigError(
      `createHost: client: expected a chat client with msg, me, operators and onCommand, got ${kindOf(client)} without ${name}`,
    );
  }
  if (!Array.isArray(client.operators)) {
    throw new WebhookConfigError(
      `createHost: client: operators: expected a list of nicks, got ${kindOf(client.operators)}`,
    );
  }
  return client;
}

function checkBasePath(path: unknown): void {
  if (path === "" || (typeof path === "string" && path.startsWith("/"))) return;
  throw new WebhookConfigError(
    `createHost: basePath: expected a path such as "/hooks", got ${typeof path === "string" ? JSON.stringify(path) : kindOf(path)}`,
  );
}

function readForms(forms: FormLimits, maxBody: number): Required<FormLimits> {
  const defaults = { parts: 1000, nameBytes: 200, valueBytes: maxBody, fileBytes: maxBody };
  checkOptions("createHost: forms", forms, Object.keys(defaults));
  for (const [name, value] of Object.entries(forms)) {
    checkNumber(`createHost: forms.${name}`, value, 0, name === "parts" ? "parts" : "bytes");
  }
  return { ...defaults, ...forms };
}

function readPort(port: unknown, variable: string | undefined): number {
  if (port !== undefined) return checkNumber("createHost: port", port, 0, "a port", 65_535);
  if (variable === undefined || variable === "") return PORT;
  if (/^\d{1,5}$/.test(variable) && Number(variable) <= 65_535) return Number(variable);
  throw new WebhookConfigError(
    `WEBHOOKS_PORT: expected a port from 0 to 65535, got ${JSON.stringify(variable)}`,
  );
}

/** One pair as `user:password`, or a JSON list of pairs. */
function parseCredentials(variable: string | undefined): unknown {
  if (variable === undefined || variable === "") return [];
  if (variable.trimStart().startsWith("[")) {
    try {
      return JSON.parse(variable);
    } catch {
      throw new WebhookConfigError(
        'WEBHOOKS_CREDENTIALS: expected user:password, or JSON such as [["user", "password"]]; the JSON cannot be read',
      );
    }
  }
  const colon = variable.indexOf(":");
  return [colon === -1 ? [variable] : [variable.slice(0, colon), variable.slice(colon + 1)]];
}
