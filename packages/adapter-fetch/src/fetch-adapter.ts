import type { Endpoint, WebhookRequest, WebhookResponse } from "@clustaar/webhook-core";
import { checkEndpoint, isBodyless, refusal, refuse } from "@clustaar/webhook-core/adapter";
import type { FetchContext, FetchHost, FetchRequest } from "./fetch-context.ts";
import { FetchOffer } from "./internal/fetch-offer.ts";
import { readBody } from "./internal/read-body.ts";
import { requestIn, wrongCall } from "./internal/wrong-call.ts";

/**
 * Turns an endpoint into `(request, context?) => Promise<Response>`, for whatever speaks `Request` and `Response`. Workers call it
 * with their bindings in between: `(request, env, context)`.
 * The promise never rejects: whatever is wrong with a request becomes its answer (413 `body_too_large`
 * while reading, 500 `raw_body_unavailable`).
 *
 * @throws `WebhookConfigError` `config_invalid` at once when `endpoint` has no `handle` or no `maxBody`; the handler, when it is called with anything but a `Request`.
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
export function fetchAdapter(endpoint: Endpoint<AnyFetchHost>): FetchHandler {
  checkEndpoint("fetchAdapter", endpoint, "fetchAdapter(webhook)");
  return (request, ...given) => {
    const wrong = wrongCall(request);
    if (wrong === undefined) return answer(endpoint, hostOf(request, given));
    const inner = requestIn(request) ?? new Request("https://unknown.invalid/");
    return Promise.resolve(refused(endpoint, wrong, inner));
  };
}

/** What {@link fetchAdapter} makes: for a platform's `(request, context)`, and for a Worker's `(request, env, context)`. */
export type FetchHandler = (
  request: FetchRequest,
  contextOrEnv?: FetchContext,
  context?: FetchContext,
) => Promise<Response>;

/** Only Workers hand over three things, the bindings in the middle. */
function hostOf(
  request: FetchRequest,
  [first, second]: readonly (FetchContext | undefined)[],
): AnyFetchHost {
  return second === undefined
    ? { request, env: undefined, context: first }
    : { request, env: first, context: second };
}

async function answer(endpoint: Endpoint<AnyFetchHost>, host: AnyFetchHost): Promise<Response> {
  const { request } = host;
  try {
    const body = await readBody(request, endpoint.maxBody);
    const offer = new FetchOffer(host);
    return webResponse(request, await endpoint.handle(describe(request, body), offer));
  } catch (error) {
    return refused(endpoint, error, request);
  }
}

type AnyFetchHost = FetchHost<unknown, FetchContext | undefined, FetchRequest>;

const nothing = new Uint8Array(0);

function refused(
  endpoint: Endpoint<AnyFetchHost>,
  error: unknown,
  request: FetchRequest,
): Response {
  try {
    return webResponse(request, refuse(endpoint, error, describe(request, nothing)));
  } catch (failure) {
    // The endpoint's own `refuse` made something that cannot be sent.
    return webResponse(request, refusal(failure));
  }
}

/** Cuts the URL by hand: `new URL` costs more than the rest of the adapter. */
function describe(request: FetchRequest, body: Uint8Array): WebhookRequest {
  const { url } = request;
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const mark = url.indexOf("?", start);
  return {
    method: request.method.toUpperCase(),
    path: mark === -1 ? url.slice(start) : url.slice(start, mark),
    query: new URLSearchParams(mark === -1 ? "" : url.slice(mark + 1)),
    headers: request.headers,
    body,
  };
}

/** The length is left to the platform, which counts bytes. */
function webResponse(request: FetchRequest, { status, headers, body }: WebhookResponse): Response {
  const bodyless = request.method === "HEAD" || isBodyless(status);
  const lines: [name: string, value: string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (name === "content-length") continue;
    if (typeof value === "string") lines.push([name, value]);
    else for (const one of value) lines.push([name, one]);
  }
  return new Response(bodyless ? null : body, { status, headers: lines });
}
