import { Buffer } from "node:buffer";
import { STATUS_CODES } from "node:http";
import type { WebhookResponse } from "@clustaar/webhook-core";
import { isBodyless } from "@clustaar/webhook-core/adapter";
import type { LambdaEvent, LambdaResult } from "../lambda-event.ts";
import { filled } from "./filled.ts";

/** Puts an answer into the shape that the event's sender reads; the sender counts its length. */
export function lambdaResult(
  event: LambdaEvent,
  method: string,
  { status, headers: { "content-length": _counted, ...headers }, body }: WebhookResponse,
): LambdaResult {
  const result: LambdaResult = { statusCode: status, body: "", isBase64Encoded: false };
  if (method !== "HEAD" && !isBodyless(status)) {
    const text = typeof body === "string";
    result.body = text ? body : Buffer.from(body).toString("base64");
    result.isBase64Encoded = !text;
  }
  if (!event.requestContext?.elb) return { ...result, headers };
  result.statusDescription = `${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
  // A load balancer reads only the kind of headers that it sends.
  if (!filled(event.multiValueHeaders)) return { ...result, headers };
  const multiValueHeaders = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value]]),
  );
  return { ...result, multiValueHeaders };
}
