import { TextDecoder } from "node:util";
import { type StepReachedResponse, schemas } from "@clustaar/schemas";
import type { Endpoint, WebhookRequest, WebhookResponse } from "../endpoint/endpoint.ts";
import type { HttpError } from "../endpoint/errors.ts";
import { type SignedRequestOptions, signedRequest } from "./signed-request.ts";

/** How {@link simulate} builds its request, or a request that is ready. */
export interface SimulateOptions<Host = unknown> extends SignedRequestOptions {
  /** What handlers find in `context.host`; default: nothing. */
  readonly host?: Host;
  /** A request that is made already, in place of all other options. */
  readonly request?: WebhookRequest;
}

/** The outcome of {@link simulate}. */
export interface Simulation {
  /** The HTTP status. */
  readonly status: number;
  /** The headers of the answer, by lower-case names. */
  readonly headers: WebhookResponse["headers"];
  /** The body as text. */
  readonly body: string;
  /** The answer to a step, decoded (so its texts are cleaned); undefined for a refusal, or for another event. */
  readonly answer: StepReachedResponse | undefined;
  /** The refusal, when there is one. */
  readonly problem: Problem | undefined;
  /** What `onError` was called with: failures in full, while `problem` has only what a client may see. */
  readonly errors: readonly HttpError[];
}

/** The body of a refusal (RFC 9457). */
export interface Problem {
  /** The HTTP status. */
  readonly status: number;
  /** The stable name of the refusal, one of `errorTable` or your own. */
  readonly code: string;
  /** One sentence for the kind of refusal. */
  readonly title: string;
  /** What was expected, what came, and what to do; absent where a client must not see it. */
  readonly detail?: string;
  /** What is wrong, place by place; paths are joined by `/`. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Sends a request to an endpoint in process, without a socket, and waits for its `waitUntil` work too.
 *
 * @throws whatever `waitUntil` work of an endpoint that does not report failures itself was rejected with.
 *
 * @example
 * ```ts
 * import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";
 * import { simulate, stepReachedNotification } from "@clustaar/webhook-core/testing";
 *
 * const webhook = new Webhook();
 * webhook.on("conversation.step_reached", () =>
 *   stepReachedResponse({ actions: [sendTextAction({ alternatives: ["Hello"] })] }),
 * );
 * const { answer } = await simulate(webhook, { notification: stepReachedNotification() });
 * console.log(answer?.actions[0]?.type); // "send_text_action"
 * ```
 */
export async function simulate<Host = unknown>(
  endpoint: Endpoint<Host>,
  options: SimulateOptions<Host> = {},
): Promise<Simulation> {
  const { request, host, ...rest } = options;
  const pending: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>) => void pending.push(work);
  const errors: HttpError[] = [];
  const onError = (error: HttpError) => void errors.push(error);
  const context = { waitUntil, onError, ...(host === undefined ? {} : { host }) };
  const response = await endpoint.handle(request ?? signedRequest(rest), context);
  await Promise.all(pending);
  const body = typeof response.body === "string" ? response.body : textOf(response.body);
  const json = jsonOf(body);
  const refused = response.headers["content-type"] === "application/problem+json";
  return {
    status: response.status,
    headers: response.headers,
    body,
    answer: refused ? undefined : answerOf(json),
    problem: refused ? (json as Problem) : undefined,
    errors,
  };
}

function answerOf(json: unknown): StepReachedResponse | undefined {
  const looksRight = typeof json === "object" && json !== null && "actions" in json;
  if (!looksRight) return undefined;
  try {
    return schemas.webhook_step_reached_response.decode(json);
  } catch {
    // Another event's answer may have actions of its own kind.
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}
