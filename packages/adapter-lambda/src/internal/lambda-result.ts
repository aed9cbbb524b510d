import { Buffer } from "node:buffer";
import type { WebhookResponse } from "@clustaar/webhook-core";
import { isBodyless } from "@clustaar/webhook-core/adapter";
import type { LambdaEvent, LambdaResult } from "../lambda-event.ts";
import { filled } from "./filled.ts";

/** Puts an answer into the shape that the event's sender reads; the sender counts its length. */
export async function lambdaResult(
  event: LambdaEvent,
  method: string,
  { status, headers: { "content-length": _counted, ...headers }, body }: WebhookResponse,
): Promise<LambdaResult> {
  const result: LambdaResult = { statusCode: status, body: "", isBase64Encoded: false };
  if (method !== "HEAD" && !isBodyless(status)) {
    const text = typeof body === "string";
    result.body = text ? body : Buffer.from(body).toString("base64");
    result.isBase64Encoded = !text;
  }
  const { elb, http } = event.requestContext ?? {};
  if (!elb) return { ...result, ...(http ? payload2Headers(headers) : restHeaders(headers)) };
  // Loaded for a load balancer alone: it is a tenth of a cold start.
  const { STATUS_CODES } = await import("node:http");
  result.statusDescription = `${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
  // A load balancer reads only the kind of headers that it sends.
  if (filled(event.multiValueHeaders)) return { ...result, multiValueHeaders: listsOf(headers) };
  return { ...result, headers: { ...textsOf(headers), ...cookiesByCase(headers) } };
}

type Headers = WebhookResponse["headers"];

/** Payload 2.0 has a place of its own for cookies; so has what precedes a streamed answer. */
export function payload2Headers({ "set-cookie": cookies, ...headers }: Headers) {
  return {
    headers: textsOf(headers),
    ...(cookies === undefined ? {} : { cookies: [cookies].flat() }),
  };
}

/** API Gateway REST reads both, and lets the lists win. */
function restHeaders(headers: Headers) {
  const lists = Object.entries(headers).filter(([, value]) => Array.isArray(value));
  const texts = Object.entries(headers).filter(([, value]) => !Array.isArray(value));
  return {
    headers: textsOf(Object.fromEntries(texts)),
    ...(lists.length === 0 ? {} : { multiValueHeaders: listsOf(Object.fromEntries(lists)) }),
  };
}

function listsOf(headers: Headers): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()]));
}

function textsOf(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]),
  );
}

/** An object has each name once, but upper and lower case are two names to it, and one to HTTP. */
function cookiesByCase({ "set-cookie": cookies }: Headers): Record<string, string> {
  if (!Array.isArray(cookies)) return {};
  return Object.fromEntries(cookies.map((cookie, index) => [cookieName(index), cookie]));
}

/** `set-cookie`, then `Set-cookie`, `sEt-cookie`, `SEt-cookie`: each set bit of the index makes a letter upper case. */
function cookieName(index: number): string {
  let bits = index;
  return "set-cookie".replace(/[a-z]/g, (letter) => {
    const isUpper = bits % 2 === 1;
    bits = Math.floor(bits / 2);
    return isUpper ? letter.toUpperCase() : letter;
  });
}
