import { HttpError, kindOf, WebhookConfigError } from "@clustaar/webhook-core/endpoint";

/**
 * What is wrong with the argument of a handler, and the line to write instead; undefined for a web `Request`.
 * Routers hand their handlers contexts and events of their own.
 *
 * @throws WebhookConfigError `config_invalid` for a router of a Node server, which would wait forever for an answer: it
 *   does not send the `Response` that a handler returns.
 */
export function wrongCall(value: unknown): HttpError | undefined {
  const { url, headers } = fieldsOf(value);
  if (typeof url === "string" && typeof fieldsOf(headers).get === "function") return undefined;
  const message = `fetchAdapter: expected the handler to be called with a Request, got ${cameAs(value)}`;
  if (headers !== undefined) throw new WebhookConfigError(message);
  return new HttpError(500, message, {
    code: "config_invalid",
    title: "The webhook is not mounted in the right way",
    // Exposed although it is a 500: it names no internals, and it shows up on the author's first try.
    expose: true,
  });
}

/** The web request inside what a router hands its handlers, if there is one. */
export function requestIn(value: unknown): Request | undefined {
  const { req, request } = fieldsOf(value);
  const found = [fieldsOf(req).raw, request, req].find((each) => {
    return typeof fieldsOf(fieldsOf(each).headers).get === "function";
  });
  return found as Request | undefined; // its headers are those of a web request
}

function cameAs(value: unknown): string {
  const { req, request, headers, raw } = fieldsOf(value);
  if (fieldsOf(req).raw !== undefined) {
    return 'the context of Hono; write app.all("/webhook", (c) => handler(c.req.raw))';
  }
  if (request !== undefined) {
    return "an event that holds one; write ({ request }) => handler(request)";
  }
  if (req !== undefined) return "an event that holds one; write (event) => handler(event.req)";
  if (raw !== undefined) return "the request of Fastify; use @clustaar/adapter-fastify there";
  if (headers !== undefined) {
    return "the request of a Node server; use @clustaar/adapter-express or @clustaar/adapter-node there";
  }
  return kindOf(value);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>;
}
