import type { HeaderReader, WebhookRequest } from "@clustaar/webhook-core";
import type { LambdaEvent } from "../lambda-event.ts";
import { filled } from "./filled.ts";

/** Describes the HTTP request in an event. */
export function lambdaRequest(event: LambdaEvent): WebhookRequest {
  const method = event?.requestContext?.http?.method ?? event?.httpMethod;
  if (method === undefined) {
    throw new TypeError(
      `expected an HTTP event of API Gateway, a Function URL or a load balancer, got one with the keys ${Object.keys(event ?? {}).join(", ") || "(none)"}; connect the function to one of these`,
    );
  }
  return {
    method: method.toUpperCase(),
    path: event.rawPath ?? event.path ?? "/",
    query: queryOf(event),
    headers: headersOf(event),
    // Bytes, never text in between: a body that is not UTF-8 arrives as base64.
    body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"),
  };
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
  return {
    get(name) {
      const wanted = name.toLowerCase();
      // Payload 2.0 takes the cookies out of the headers.
      if (wanted === "cookie" && event.cookies) return event.cookies.join("; ");
      const values = pairsOf(filled(event.multiValueHeaders) ?? event.headers)
        .filter(([key]) => key.toLowerCase() === wanted)
        .map(([, value]) => value);
      return values.length === 0 ? undefined : values.join(", ");
    },
  };
}

function pairsOf(
  record: Readonly<Record<string, string | readonly string[] | undefined>> | null | undefined,
): [string, string][] {
  return Object.entries(record ?? {}).flatMap(([key, values]) =>
    [values ?? []].flat().map((value): [string, string] => [key, value]),
  );
}
