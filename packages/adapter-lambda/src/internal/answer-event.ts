import type { Endpoint, HostContext, WebhookResponse } from "@clustaar/webhook-core";
import { bodyTooLarge, ignoreRejection, refuse } from "@clustaar/webhook-core/adapter";
import type { LambdaContext, LambdaEvent, LambdaHost } from "../lambda-event.ts";
import { lambdaBody, lambdaRequest } from "./lambda-request.ts";

/** What an endpoint makes of an event. */
export interface AnsweredEvent {
  /** The method of the request. */
  readonly method: string;
  readonly answer: WebhookResponse;
  /** The `waitUntil` work; what it hands on by itself is added as it comes. */
  readonly pending: Promise<unknown>[];
}

/**
 * Hands an event to an endpoint; whatever is wrong with the request becomes its answer.
 *
 * @throws TypeError for an event that is not an HTTP request.
 */
export async function answerEvent(
  endpoint: Endpoint<LambdaHost>,
  event: LambdaEvent,
  context: LambdaContext | undefined,
): Promise<AnsweredEvent> {
  const request = lambdaRequest(event);
  const pending: Promise<unknown>[] = [];
  const host: HostContext<LambdaHost> = {
    host: { event, context },
    waitUntil(work) {
      ignoreRejection(work);
      pending.push(work);
    },
  };
  const { method } = request;
  try {
    request.body = lambdaBody(event, request);
    const size = request.body.byteLength;
    if (size > endpoint.maxBody) throw bodyTooLarge(endpoint.maxBody, size);
    return { method, answer: await endpoint.handle(request, host), pending };
  } catch (error) {
    return { method, answer: refuse(endpoint, error, request), pending };
  }
}
