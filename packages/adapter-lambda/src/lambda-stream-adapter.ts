import { Buffer } from "node:buffer";
import type { Endpoint } from "@clustaar/webhook-core";
import { checkEndpoint, isBodyless } from "@clustaar/webhook-core/adapter";
import { checkNumber, checkOptions } from "@clustaar/webhook-core/endpoint";
import { type AnsweredEvent, answerEvent } from "./internal/answer-event.ts";
import { awaitWork, LONGEST_WAIT } from "./internal/await-work.ts";
import { awsLambda, type StreamMetadata } from "./internal/aws-lambda.ts";
import { payload2Headers } from "./internal/lambda-result.ts";
import type { LambdaEvent, LambdaHost } from "./lambda-event.ts";
import type { LambdaStreamHandler } from "./lambda-stream.ts";

/** What {@link lambdaStreamAdapter} takes besides the endpoint. */
export interface LambdaStreamAdapterOptions {
  /**
   * The longest time, in milliseconds, that the function runs on for `waitUntil` work once its answer is out; default: as long
   * as the function has left. Never longer than that.
   */
  readonly waitUntil?: number;
}

/**
 * Turns an endpoint into a Lambda handler that streams its answer, for Function URLs with the invoke mode `RESPONSE_STREAM` and
 * for API Gateway REST with the response transfer mode `STREAM`. The client has the whole answer before work given to `waitUntil`
 * is awaited; the handler's promise resolves afterwards, as the function freezes then.
 *
 * @throws `WebhookConfigError` `config_invalid` at once when `endpoint` has no `handle` or no `maxBody`, an option is unknown, or the global `awslambda` of Lambda's Node.js runtime is missing; the handler, `TypeError` for an event that is not an HTTP request, or that comes from a load balancer, which reads no stream; whatever is wrong with a request becomes its answer.
 *
 * @example
 * ```ts
 * import { lambdaStreamAdapter } from "@clustaar/adapter-lambda";
 *
 * // Lambda's own runtime makes this one; here is what matters of it.
 * Object.assign(globalThis, {
 *   awslambda: {
 *     streamifyResponse: (handler: unknown) => handler,
 *     HttpResponseStream: { from: (stream: unknown, metadata: unknown) => (console.log(metadata), stream) },
 *   },
 * });
 * // => { statusCode: 200, headers: {} }
 *
 * const hello = {
 *   maxBody: 1024,
 *   handle: async () => ({ status: 200, headers: {}, body: "hello" }),
 * };
 * const handler = lambdaStreamAdapter(hello);
 * const stream = { write: (chunk: string | Uint8Array) => console.log(chunk), end: () => {} }; // "hello"
 * await handler({ requestContext: { http: { method: "POST" } }, rawPath: "/webhook", body: "{}" }, stream);
 * ```
 */
export function lambdaStreamAdapter(
  endpoint: Endpoint<LambdaHost>,
  options: LambdaStreamAdapterOptions = {},
): LambdaStreamHandler {
  const usage = "export const handler = lambdaStreamAdapter(webhook)";
  checkEndpoint("lambdaStreamAdapter", endpoint, usage);
  checkOptions("lambdaStreamAdapter", options, ["waitUntil"]);
  const { waitUntil = LONGEST_WAIT } = options;
  checkNumber("lambdaStreamAdapter: waitUntil", waitUntil, 0, "milliseconds", LONGEST_WAIT);
  const { streamifyResponse, HttpResponseStream } = awsLambda();
  return streamifyResponse(async (event, stream, context) => {
    checkSender(event);
    const answered = await answerEvent(endpoint, event, context);
    const out = HttpResponseStream.from(stream, metadataOf(answered));
    // Written, even where it is empty: a stream that is only ended loses status and headers.
    out.write(bodyOf(answered));
    out.end();
    await awaitWork("lambdaStreamAdapter", answered.pending, waitUntil, context);
  });
}

/** Load balancers call the same function, and take what it streams for the answer itself. */
function checkSender(event: LambdaEvent): void {
  if (event?.requestContext?.elb === undefined) return;
  throw new TypeError(
    "lambdaStreamAdapter: expected an event of a Function URL or of API Gateway REST, got one of a load balancer, which reads no streams; use lambdaAdapter(webhook) behind it",
  );
}

/** The sender counts the length. */
function metadataOf({ answer }: AnsweredEvent): StreamMetadata {
  const { "content-length": _counted, ...headers } = answer.headers;
  return { statusCode: answer.status, ...payload2Headers(headers) };
}

function bodyOf({ method, answer: { status, body } }: AnsweredEvent): string | Uint8Array {
  if (method === "HEAD" || isBodyless(status)) return "";
  // The runtime writes bytes of any other class as JSON.
  return typeof body === "string" ? body : Buffer.from(body.buffer, body.byteOffset, body.length);
}
