import { Buffer } from "node:buffer";
import { types } from "node:util";
import type { HeaderReader, WebhookRequest } from "@clustaar/webhook-core";
import { checkEmptyBody, rawBodyUnavailable } from "@clustaar/webhook-core/adapter";
import type { LambdaEvent } from "../lambda-event.ts";
import { filled } from "./filled.ts";

const remedy =
  "Hand the event to the webhook as the sender made it: event.body is the text that was sent, or its bytes in base64 with " +
  "isBase64Encoded; put middleware that parses it (middy's http-json-body-parser) after the webhook, or leave it out.";

const nothing = new Uint8Array(0);

/** A request whose body is still to come. */
export type LambdaRequest = WebhookRequest & { body: Uint8Array };

/** Describes the HTTP request in an event, all but its body. */
export function lambdaRequest(event: LambdaEvent): LambdaRequest {
  const method: unknown = event?.requestContext?.http?.method ?? event?.httpMethod;
  if (typeof method !== "string") {
    throw new TypeError(
      `expected an HTTP event of API Gateway, a Function URL or a load balancer, got one with the keys ${Object.keys(event ?? {}).join(", ") || "(none)"}; connect the function to one of these`,
    );
  }
  return {
    method: method.toUpperCase(),
    path: event.rawPath ?? event.path ?? "/",
    query: queryOf(event),
    headers: headersOf(event),
    body: nothing,
  };
}

/**
 * The bytes of an event's body.
 *
 * @throws HttpError 500 `raw_body_unavailable` where something parsed or dropped them.
 */
export function lambdaBody(event: LambdaEvent, { method, headers }: WebhookRequest): Uint8Array {
  const body: unknown = event.body ?? "";
  if (types.isUint8Array(body)) return body;
  if (typeof body !== "string") throw rawBodyUnavailable(remedy, "the host parsed them");
  if (body === "") checkEmptyBody(method, headers.get("content-length"), remedy);
  // Bytes, never text in between: a body that is not UTF-8 arrives as base64.
  return Buffer.from(body, event.isBase64Encoded ? "base64" : "utf8");
}

function queryOf(event: LambdaEvent): URLSearchParams {
  if (event.rawQueryString !== undefined) return new URLSearchParams(event.rawQueryString);
  const pairs = pairsOf(
    filled(event.multiValueQueryStringParameters) ?? event.queryStringParameters,
  );
  // A load balancer hands over names and values as they stood in the URL, API Gateway decoded.
  return event.requestContext?.elb
    ? new URLSearchParams(pairs.map((pair) => pair.join("=")).join("&"))
    : new URLSearchParams(pairs);
}

function headersOf(event: LambdaEvent): HeaderReader {
  const record = filled(event.multiValueHeaders) ?? event.headers ?? {};
  const reader = {
    get(name: string): string | undefined {
      const wanted = name.toLowerCase();
      // Payload 2.0 takes the cookies out of the headers.
      if (wanted === "cookie" && event.cookies) return event.cookies.join("; ");
      let found: string | undefined;
      // A loop, no list of pairs: every check of the endpoint reads a header or two.
      for (const key of Object.keys(record)) {
        if (key.length !== wanted.length || key.toLowerCase() !== wanted) continue;
        const values: unknown = record[key] ?? [];
        // Hand-written events have numbers, too.
        for (const value of Array.isArray(values) ? values : [values]) {
          found = found === undefined ? String(value) : `${found}, ${value}`;
        }
      }
      return found;
    },
    *entries(): Generator<[string, string]> {
      const names = Object.keys(record).map((name) => name.toLowerCase());
      for (const name of new Set(event.cookies ? [...names, "cookie"] : names)) {
        const value = reader.get(name);
        if (value !== undefined) yield [name, value];
      }
    },
  };
  return reader;
}

function pairsOf(
  record: Readonly<Record<string, string | readonly string[] | undefined>> | null | undefined,
): [string, string][] {
  return Object.entries(record ?? {}).flatMap(([key, values]) =>
    [values ?? []].flat().map((value): [string, string] => [key, value]),
  );
}
