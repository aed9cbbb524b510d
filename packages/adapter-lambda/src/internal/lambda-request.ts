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
  let query: URLSearchParams | undefined;
  return {
    method: method.toUpperCase(),
    path: event.rawPath ?? event.path ?? "/",
    get query() {
      query ??= queryOf(event);
      return query;
    },
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
  const record = filled(event.multiValueHeaders) ?? event.headers ?? {};
  return {
    get(name) {
      const wanted = name.toLowerCase();
      // Payload 2.0 takes the cookies out of the headers.
      if (wanted === "cookie" && event.cookies) return event.cookies.join("; ");
      let found: string | undefined;
      // A loop, no list of pairs: every check of the endpoint reads a header or two.
      for (const key of Object.keys(record)) {
        if (key.length !== wanted.length || key.toLowerCase() !== wanted) continue;
        const values = record[key] ?? [];
        for (const value of typeof values === "string" ? [values] : values) {
          found = found === undefined ? value : `${found}, ${value}`;
        }
      }
      return found;
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
