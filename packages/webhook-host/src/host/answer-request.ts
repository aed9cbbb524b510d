import {
  checkBodyLimit,
  type EndpointContext,
  isHttpError,
  messageOf,
  WebhookError,
  type WebhookRequest,
  type WebhookResponse,
} from "@clustaar/webhook-core/endpoint";
import { HttpError } from "../errors.ts";
import { answerOf, joinHeaders } from "../requests/answer.ts";
import { type FormLimits, readForm } from "../requests/form.ts";
import { Context, type Handler } from "../requests/handler.ts";
import { below, canonicalPath, readUtf8 } from "../routes/path.ts";
import type { Route } from "../routes/route.ts";
import { allowHeader, notTaken, type RouteTable } from "../routes/route-table.ts";
import { authenticate, type CredentialList } from "./auth.ts";
import type { PluginInstance } from "./plugin-instance.ts";

/** The plugins that answer now, and their routes; replaced as a whole when one of them is reloaded. */
export interface Running {
  readonly table: RouteTable;
  readonly instances: ReadonlyMap<string, PluginInstance>;
}

/** What answering takes besides the plugins. */
export interface Answering {
  readonly basePath: string;
  readonly credentials: CredentialList;
  readonly maxBody: number;
  readonly forms: Required<FormLimits>;
}

/** The way of a request: path, route, method, authentication, limit, signature, form, handler. */
export async function answerRequest(
  running: Running,
  settings: Answering,
  request: WebhookRequest,
  context: EndpointContext,
): Promise<WebhookResponse> {
  const method = request.method.toUpperCase();
  if (method === "OPTIONS" && request.path === "*") return optionsOfServer(running.table);

  const path = pathOf(request, settings.basePath);
  const { match, allow } =
    path === undefined ? { match: undefined, allow: null } : running.table.find(path, method);
  if (match === undefined) {
    if (method === "OPTIONS" && allow !== null) return options(allow);
    throw notTaken(request.path, method, allow);
  }
  const { route, params } = match;
  context.route = `${route.plugin} ${route.pattern}`;
  const instance = running.instances.get(route.plugin) as PluginInstance; // the table is made of them
  const done = instance.begin();
  try {
    if (route.auth !== false) await authenticate(request, route.auth, settings.credentials);
    if (typeof route.target !== "function") return await route.target.handle(request, context);
    checkBodyLimit(request, settings.maxBody);
    verifySignature(route, request);
    const parts = await readForm(request, settings.forms);
    return await runHandler(
      route.target,
      new Context(shown(request), params, parts, instance.belongings, context),
    );
  } finally {
    done();
  }
}

async function runHandler(handler: Handler, context: Context): Promise<WebhookResponse> {
  try {
    return answerOf(await handler(context), context.response);
  } catch (error) {
    throw withHeaders(error, context.response.headers.toRecord());
  }
}

/** What a handler threw, with the headers that it had set before. */
function withHeaders(error: unknown, headers: WebhookResponse["headers"]): unknown {
  if (!isHttpError(error)) {
    return new WebhookError("handler_failed", messageOf(error), { cause: error, headers });
  }
  if (Object.keys(headers).length === 0) return error;
  const { status, message, code, expose, title, issues } = error;
  return new HttpError(status, message, {
    code,
    expose,
    title,
    issues,
    headers: joinHeaders(headers, error.headers),
    cause: error,
  });
}

function verifySignature({ verify }: Route, request: WebhookRequest): void {
  if (verify === undefined) return;
  const { scheme, keys, tolerance } = verify;
  scheme.verify(request, keys, tolerance === undefined ? {} : { tolerance });
}

/** The path below the mount point, as routes are matched with it; undefined when it is not below. */
function pathOf({ path, mountPath = "" }: WebhookRequest, basePath: string): string | undefined {
  const mounted = below(path, mountPath) ?? path;
  const own = below(mounted, basePath);
  return own === undefined ? undefined : canonicalPath(own);
}

/** The request for a handler: its path is readable where the client sent raw bytes. */
function shown(request: WebhookRequest): WebhookRequest {
  const path = readUtf8(request.path);
  return path === request.path ? request : { ...request, path };
}

function options(allow: ReadonlySet<string>): WebhookResponse {
  return { status: 204, headers: { allow: allowHeader(allow) }, body: "" };
}

function optionsOfServer({ routes }: RouteTable): WebhookResponse {
  const methods = new Set<string>(["OPTIONS"]);
  for (const route of routes) {
    for (const method of route.methods === "every" ? [] : route.methods) methods.add(method);
  }
  return { status: 200, headers: { allow: allowHeader(methods) }, body: "" };
}
