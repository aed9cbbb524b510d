import type {
  Endpoint,
  HostContext,
  WebhookRequest,
  WebhookResponse,
} from "@clustaar/webhook-core";
import { ignoreRejection, isBodyless, refusal } from "@clustaar/webhook-core/adapter";
import { readBody } from "./internal/read-body.ts";

/**
 * What the platform hands over beside the request: the `ExecutionContext` of Workers, Hono's
 * `executionCtx`, Vercel's and Netlify's context; any other object (the `params` of Next.js, Deno's
 * connection info, Bun's server) is taken and left alone.
 *
 * @example
 * ```ts
 * import type { FetchContext } from "@clustaar/adapter-fetch";
 *
 * const context: FetchContext = { waitUntil: (work: Promise<unknown>) => void work };
 * console.log("waitUntil" in context); // true
 * ```
 */
export type FetchContext = { waitUntil?(work: Promise<unknown>): void } | object;

/**
 * Turns an endpoint into `(request, context?) => Promise<Response>`, for whatever speaks `Request` and `Response`.
 * The promise never rejects: what is wrong with a request becomes its answer (413 `body_too_large`
 * while reading, 500 `raw_body_unavailable`).
 *
 * @example
 * ```ts
 * import { fetchAdapter } from "@clustaar/adapter-fetch";
 *
 * const hello = {
 *   maxBody: 1024,
 *   handle: async () => ({ status: 200, headers: {}, body: "hello" }),
 * };
 * const handler = fetchAdapter(hello);
 * const response = await handler(new Request("https://bot.example/webhook", { method: "POST", body: "{}" }));
 * console.log(await response.text()); // "hello"
 * ```
 */
export function fetchAdapter(
  endpoint: Endpoint,
): (request: Request, context?: FetchContext) => Promise<Response> {
  return async (request, context) => {
    try {
      const body = await readBody(request, endpoint.maxBody);
      const answer = await endpoint.handle(describe(request, body), hostOf(request, context));
      return webResponse(request, answer);
    } catch (error) {
      return webResponse(request, refusal(error));
    }
  };
}

/** The query is parsed when it is first read; `new URL` costs more than the rest of the adapter. */
function describe(request: Request, body: Uint8Array): WebhookRequest {
  const { url } = request;
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const mark = url.indexOf("?", start);
  let query: URLSearchParams | undefined;
  return {
    method: request.method.toUpperCase(),
    path: mark === -1 ? url.slice(start) : url.slice(start, mark),
    get query() {
      query ??= new URLSearchParams(mark === -1 ? "" : url.slice(mark + 1));
      return query;
    },
    headers: request.headers,
    body,
  };
}

function hostOf(request: Request, context: FetchContext | undefined): HostContext {
  return {
    // Some hosts make the signal only when it is asked for.
    get signal() {
      return request.signal;
    },
    waitUntil(work) {
      ignoreRejection(work);
      // Called on the context: platforms refuse it without its `this`.
      if (context && "waitUntil" in context) context.waitUntil?.(work);
    },
  };
}

/** The length is left to the platform, which counts bytes. */
function webResponse(request: Request, { status, headers, body }: WebhookResponse): Response {
  const bodyless = request.method === "HEAD" || isBodyless(status);
  const { "content-length": _counted, ...rest } = headers;
  return new Response(bodyless ? null : body, { status, headers: rest });
}
