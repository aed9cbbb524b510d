import {
  checkFunction,
  checkOptions,
  checkText,
  type Endpoint,
  kindOf,
  WebhookConfigError,
} from "@clustaar/webhook-core/endpoint";
import type {
  BasicCredentials,
  PreparedKey,
  SignatureScheme,
} from "@clustaar/webhook-core/signatures";
import type { Handler } from "../requests/handler.ts";
import { type Matcher, readPattern } from "./pattern.ts";

/**
 * Who may call a route: true for the credentials of the host, or a function that decides, which has to compare in constant
 * time itself.
 */
export type RouteAuth = boolean | ((credentials: BasicCredentials) => boolean | Promise<boolean>);

/** How a route is reached. */
export interface RouteOptions {
  /** The HTTP methods; default `GET`, which answers `HEAD`, too. One method may be given as text. */
  readonly methods?: string | readonly string[];
  /** Asks for HTTP basic authentication, before the body is read; default false. */
  readonly auth?: RouteAuth;
  /** Checks the signature of the raw body, before the handler. */
  readonly verify?: SignatureScheme;
  /** The secret of `verify`; each one of a list verifies (rotation). The type accepts an environment variable as it is. */
  readonly secret?: string | readonly string[] | undefined;
  /** Seconds that a signed time may be off; default: what the scheme says. */
  readonly tolerance?: number;
}

/** One route of a host, as its table keeps it. */
export interface Route {
  /** The plugin that registered it. */
  readonly plugin: string;
  /** The pattern as it was written. */
  readonly pattern: string;
  readonly matcher: Matcher;
  /** In upper case; "every" for an endpoint, which refuses methods itself. */
  readonly methods: readonly string[] | "every";
  readonly auth: RouteAuth;
  readonly verify: RouteSignature | undefined;
  readonly target: Handler | Endpoint;
}

/** The signature that a route asks for. */
export interface RouteSignature {
  readonly scheme: SignatureScheme;
  readonly keys: readonly PreparedKey[];
  readonly tolerance: number | undefined;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const optionNames = ["methods", "auth", "verify", "secret", "tolerance"];

/** @throws WebhookConfigError `config_invalid`, naming the route and the option. */
export function readRoute(
  plugin: string,
  pattern: unknown,
  options: RouteOptions,
  target: Handler | Endpoint,
): Route {
  const matcher = readPattern(pattern);
  const what = `route ${String(pattern)}`;
  // A secret that is undefined is told below, where it cannot be left out.
  checkOptions(what, options, optionNames, ["secret"]);
  const { methods = ["GET"], auth = false } = options;
  if (typeof target === "function") checkFunction(`${what}: handler`, target);
  if (typeof auth !== "boolean") checkFunction(`${what}: auth`, auth);
  return {
    plugin,
    pattern: String(pattern),
    matcher,
    methods: typeof target === "function" ? readMethods(what, methods) : "every",
    auth,
    verify: readSignature(what, options),
    target,
  };
}

function readMethods(what: string, methods: unknown): readonly string[] {
  const list: unknown = typeof methods === "string" ? [methods] : methods;
  if (!Array.isArray(list)) {
    throw new WebhookConfigError(
      `${what}: methods: expected a list of HTTP methods, got ${kindOf(list)}`,
    );
  }
  const names = list.map((method: unknown) => {
    if (typeof method === "string" && TOKEN.test(method)) return method.toUpperCase();
    const came = typeof method === "string" ? JSON.stringify(method) : kindOf(method);
    throw new WebhookConfigError(`${what}: methods: expected HTTP methods, got ${came}`);
  });
  return [...new Set(names)];
}

function readSignature(what: string, options: RouteOptions): RouteSignature | undefined {
  const { verify: scheme, secret, tolerance } = options;
  if (scheme === undefined) {
    for (const name of ["secret", "tolerance"] as const) {
      if (name in options) {
        throw new WebhookConfigError(
          `${what}: ${name}: expected verify beside it, which says how the signature is made; write verify: github, for example`,
        );
      }
    }
    return undefined;
  }
  if (typeof scheme?.verify !== "function" || typeof scheme.prepareKey !== "function") {
    throw new WebhookConfigError(
      `${what}: verify: expected a signature scheme such as github, got ${kindOf(scheme)}`,
    );
  }
  const secrets: readonly unknown[] = Array.isArray(secret) ? secret : [secret];
  if (secrets.length === 0) checkText(`${what}: secret`, undefined);
  const keys = secrets.map((text) => {
    checkText(`${what}: secret`, text);
    return scheme.prepareKey(text);
  });
  return { scheme, keys, tolerance };
}
