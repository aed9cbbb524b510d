import { Buffer } from "node:buffer";
import { types } from "node:util";
import type { Endpoint, WebhookResponse } from "@clustaar/webhook-core";
import {
  checkEndpoint,
  isBodyless,
  isClosing,
  type KeptBody,
  NodeHeaders,
  NodeHost,
  nodeRequest,
  rawBodyUnavailable,
  readBody,
  refuse,
  sendResponse,
} from "@clustaar/webhook-core/adapter";
import {
  checkContentEncoding,
  checkOptions,
  WebhookConfigError,
} from "@clustaar/webhook-core/endpoint";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** What handlers find in `context.host`: name it by `webhook.host<FastifyHost>()`. */
export interface FastifyHost {
  /** Fastify's request; its body has been read. */
  readonly request: FastifyRequest;
  /** Fastify's reply, which the adapter sends. */
  readonly reply: FastifyReply;
}

/**
 * What {@link fastifyAdapter} takes.
 */
export interface FastifyAdapterOptions {
  /** What answers: a `Webhook`, or any other endpoint. */
  readonly endpoint: Endpoint<FastifyHost>;
  /** Where the endpoint is mounted: a Fastify route pattern below the plugin's `prefix`; default `/`. */
  readonly path?: string | undefined;
}

const remedy =
  "Read the body in no onRequest or preParsing hook of the app (decompression included) that reaches the webhook's path, " +
  "or keep the bytes as a Buffer in request.rawBody (fastify-raw-body with encoding: false).";

const usage = 'app.register(fastifyAdapter, { endpoint: webhook, path: "/webhook" })';

/**
 * The Fastify plugin that mounts an endpoint at `path`, for every method, with a body parser of its own
 * that the rest of the app never sees; the app's hooks run around it.
 * It never throws because of a request: whatever is wrong with one becomes its answer (413 `body_too_large` while
 * reading, 500 `raw_body_unavailable`).
 *
 * @throws `WebhookConfigError` `config_invalid` at once when it is called with an endpoint instead of being registered; while the app gets ready when `endpoint` has no `handle` or no `maxBody`, or an option is unknown.
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
export function fastifyAdapter(
  app: FastifyInstance,
  options: FastifyAdapterOptions,
): Promise<void> {
  if (typeof Object(app).register !== "function") {
    throw new WebhookConfigError(
      `fastifyAdapter: expected to be registered as a plugin, but was called; write ${usage}`,
    );
  }
  return mount(app, options);
}

async function mount(app: FastifyInstance, options: FastifyAdapterOptions): Promise<void> {
  checkEndpoint("fastifyAdapter({ endpoint })", options.endpoint, usage);
  checkOptions("fastifyAdapter", options, optionNames, ["path"]);
  const { endpoint, path = "/" } = options;
  app.removeAllContentTypeParsers();
  // Hands on the stream unread: a parser that reads would be held to the app's `bodyLimit`.
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  app.addHook("preParsing", (request, _reply, _payload, done) => {
    hideMalformedContentType(request);
    done();
  });
  app.all(path, routeOptions, async (request, reply) => {
    try {
      const body = await readRaw(request, endpoint.maxBody);
      const host = new NodeHost(reply.raw, { request, reply });
      return send(reply, await endpoint.handle(nodeRequest(request.raw, body), host));
    } catch (error) {
      return send(reply, refuse(endpoint, error, nodeRequest(request.raw, nothing)));
    }
  });
}

/** Ours, and those that Fastify reads of every plugin. */
const optionNames = ["endpoint", "path", "prefix", "logLevel", "logSerializers"];

/** For @fastify/compress: a signature is computed over the compressed bytes, which a route can keep by this option. */
const routeOptions: object = { decompress: false };

const nothing = new Uint8Array(0);

/** A media type as Fastify's own reading of it (RFC 9110) wants it. */
const mediaType = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;

/** Fastify answers 415 to a malformed one before any parser; the endpoint reads the raw headers, which stay. */
function hideMalformedContentType({ raw: { headers } }: FastifyRequest): void {
  const type = headers["content-type"];
  if (type !== undefined && !mediaType.test(type)) {
    headers["content-type"] = "application/octet-stream";
  }
}

type Kept<Value> = Value & KeptBody;

function readRaw(request: FastifyRequest, limit: number): Promise<Uint8Array> {
  const { raw, body } = request;
  const kept = new FastifyBody(request);
  // A preParsing hook put another stream in place, one that decompresses, say: the raw one is being read.
  const replaced = typeof body === "object" && body !== null && body !== raw;
  if (replaced && !types.isUint8Array(body) && !types.isUint8Array(kept.rawBody)) {
    // A client that compresses its body must not be able to cause a 500.
    checkContentEncoding({ headers: new NodeHeaders(raw) });
    throw rawBodyUnavailable(remedy);
  }
  return readBody(raw, limit, remedy, kept);
}

/**
 * What the app, or a platform around the whole of it, left of a body. A class: for an object that is written with a getter V8
 * makes a map of its own, which keeps the request until the next full collection.
 */
class FastifyBody implements KeptBody {
  readonly rawBody: unknown;
  readonly #request: FastifyRequest;

  constructor(request: Kept<FastifyRequest>) {
    const { raw }: { raw: Kept<FastifyRequest["raw"]> } = request;
    this.rawBody = request.rawBody ?? raw.rawBody;
    this.#request = request;
  }

  /** What a platform left is asked for only when it is needed, as it may parse on access. */
  get body(): unknown {
    const { body, raw }: { body: unknown; raw: Kept<FastifyRequest["raw"]> } = this.#request;
    return body === raw ? raw.body : body;
  }
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
  // Fastify does so for requests that come while it is closing, not for those that came before.
  if (isClosing(raw)) reply.header("connection", "close");
  if (isBodyless(status)) return reply.send();
  // Bytes, as Fastify adds a charset to the content type of a JSON string.
  return reply.send(typeof body === "string" ? Buffer.from(body) : body);
}
