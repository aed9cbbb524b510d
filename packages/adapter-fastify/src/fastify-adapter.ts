import type { Endpoint, WebhookResponse } from "@clustaar/webhook-core";
import {
  checkEndpoint,
  isBodyless,
  NodeHost,
  nodeRequest,
  rawBodyUnavailable,
  readBody,
  refusal,
  sendResponse,
} from "@clustaar/webhook-core/adapter";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/**
 * What {@link fastifyAdapter} takes.
 *
 * @example
 * ```ts
 * import type { FastifyAdapterOptions } from "@clustaar/adapter-fastify";
 *
 * const options: FastifyAdapterOptions = {
 *   endpoint: { maxBody: 1024, handle: async () => ({ status: 200, headers: {}, body: "hello" }) },
 *   path: "/webhook",
 * };
 * console.log(options.path); // "/webhook"
 * ```
 */
export interface FastifyAdapterOptions {
  readonly endpoint: Endpoint;
  /** Where the endpoint stands, a Fastify route pattern below the plugin's `prefix`; `/` unless set. */
  readonly path?: string | undefined;
}

const remedy =
  "Read the body in no onRequest or preParsing hook of the app (decompression included) that reaches the webhook's path, " +
  "or keep the bytes as a Buffer in request.rawBody (fastify-raw-body with encoding: false).";

/**
 * The Fastify plugin that mounts an endpoint at `path`, for every method, with a body parser of its own
 * that the rest of the app never sees; the app's hooks run around it.
 * No request makes it throw: what is wrong with a request becomes its answer (413 `body_too_large` while
 * reading, 500 `raw_body_unavailable`).
 *
 * @throws `WebhookConfigError` `config_invalid` while the app gets ready when `endpoint` has no `handle` or no `maxBody`.
 *
 * @example
 * ```ts
 * import Fastify from "fastify";
 * import { fastifyAdapter } from "@clustaar/adapter-fastify";
 *
 * const hello = {
 *   maxBody: 1024,
 *   handle: async () => ({ status: 200, headers: {}, body: "hello" }),
 * };
 * const app = Fastify();
 * app.register(fastifyAdapter, { endpoint: hello, path: "/webhook" });
 * const origin = await app.listen({ port: 0 });
 * const response = await fetch(`${origin}/webhook`, { method: "POST", body: "{}" });
 * console.log(await response.text()); // "hello"
 * await app.close();
 * ```
 */
export async function fastifyAdapter(
  app: FastifyInstance,
  { endpoint, path = "/" }: FastifyAdapterOptions,
): Promise<void> {
  checkEndpoint("fastifyAdapter({ endpoint })", endpoint);
  app.removeAllContentTypeParsers();
  // Hands on the stream unread: a parser that reads would be held to the app's `bodyLimit`.
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  app.addHook("preParsing", (request, _reply, _payload, done) => {
    hideMalformedContentType(request);
    done();
  });
  app.route({
    method: app.supportedMethods,
    url: path,
    handler: async (request, reply) => {
      try {
        const body = await readRaw(request, endpoint.maxBody);
        const host = new NodeHost(reply.raw);
        return send(reply, await endpoint.handle(nodeRequest(request.raw, body), host));
      } catch (error) {
        return send(reply, refusal(error));
      }
    },
  });
}

/** A media type as Fastify's own reading of it (RFC 9110) wants it. */
const mediaType = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;

/** Fastify answers 415 to a malformed one before any parser; the endpoint reads the raw headers, which stay. */
function hideMalformedContentType({ raw: { headers } }: FastifyRequest): void {
  const type = headers["content-type"];
  if (type !== undefined && !mediaType.test(type)) {
    headers["content-type"] = "application/octet-stream";
  }
}

type Kept = FastifyRequest & { rawBody?: unknown };

async function readRaw(request: Kept, limit: number): Promise<Uint8Array> {
  const { raw, body, rawBody } = request;
  const replaced = body instanceof Object && body !== raw && !(body instanceof Uint8Array);
  // A preParsing hook put another stream in place, one that decompresses, say: the raw one is being read.
  if (replaced && !(rawBody instanceof Uint8Array)) throw rawBodyUnavailable(remedy);
  return readBody(raw, limit, remedy, { rawBody, body });
}

/** Through Fastify's reply, so that the app's onSend hooks run. */
function send(reply: FastifyReply, { status, headers, body }: WebhookResponse): FastifyReply {
  const { raw } = reply.request;
  if (raw.complete === false) {
    // The upload is still going: the connection has to be cut off, which a reply cannot do.
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    reply.hijack();
    sendResponse(raw, reply.raw, { status, headers, body });
    return reply;
  }
  reply.code(status).headers(headers);
  if (isBodyless(status)) return reply.send();
  // Bytes, as Fastify adds a charset to the content type of a JSON string.
  return reply.send(typeof body === "string" ? Buffer.from(body) : body);
}
