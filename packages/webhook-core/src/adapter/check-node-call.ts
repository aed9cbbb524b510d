import { WebhookConfigError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";

/**
 * Requires what a `node:http` server calls its listeners with: a router of another kind would wait for an answer forever.
 *
 * @throws {@link WebhookConfigError} `config_invalid`, with the line to write instead.
 */
export function checkNodeCall(message: unknown, response: unknown): void {
  if (isCallable(message, "on") && isCallable(response, "writeHead")) return;
  throw new WebhookConfigError(
    `expected to be called with Node's request and response (req, res), got ${cameAs(message, response)}`,
  );
}

function isCallable(value: unknown, name: string): boolean {
  return typeof Object(value)[name] === "function";
}

function cameAs(message: unknown, response: unknown): string {
  const first = Object(message) as Record<string, unknown>;
  if (has(first, "raw") && has(Object(response), "raw")) {
    return 'the request and reply of Fastify; write app.register(fastifyAdapter, { endpoint: webhook, path: "/webhook" }) with @clustaar/adapter-fastify';
  }
  if (has(first, "req") && has(first, "res")) {
    return "the context of Koa; write app.use((ctx) => { ctx.respond = false; return handler(ctx.req, ctx.res); })";
  }
  if (has(first, "node")) return "an event of h3; write fromNodeMiddleware(handler)";
  if (has(first, "req") || isCallable(first.headers, "get")) {
    return "a web Request or its context; use fetchAdapter of @clustaar/adapter-fetch there";
  }
  return kindOf(message);
}

function has(value: Record<string, unknown>, name: string): boolean {
  return typeof value[name] === "object" && value[name] !== null;
}
