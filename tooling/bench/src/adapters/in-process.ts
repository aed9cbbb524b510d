import { fetchAdapter } from "@clustaar/adapter-fetch";
import { type LambdaEvent, lambdaAdapter } from "@clustaar/adapter-lambda";
import { floor } from "../floor.ts";
import type { Message } from "../messages.ts";
import { headersOf, KEY } from "../receive.ts";
import { endpointOf, type Variant } from "./variants.ts";

/** One message through a host without a socket of its own. */
export interface Exchange {
  readonly name: Variant;
  run(): Promise<{ statusCode: number; body: string }>;
}

/** Makes the contestant; `delivered` is what arrives of a message signed before. */
export type InProcess = (variant: Variant, message: Message, delivered?: Buffer) => Exchange;

/** The hosts that hand over a value instead of a connection. */
export const inProcess = { lambda, fetch: fetchHost } satisfies Record<string, InProcess>;

const JSON_TYPE = "application/json";

/** What API Gateway adds to a request's own headers. */
const gatewayHeaders = {
  accept: "*/*",
  "accept-encoding": "gzip, deflate",
  "content-length": "3463",
  host: "abcdefghij.execute-api.eu-west-1.amazonaws.com",
  "user-agent": "python-requests/2.32.3",
  "x-amzn-trace-id": "Root=1-6921f0a0-0123456789abcdef01234567",
  "x-forwarded-for": "203.0.113.7",
  "x-forwarded-port": "443",
  "x-forwarded-proto": "https",
};

/** An event of an HTTP API (payload 2.0). */
function lambda(variant: Variant, message: Message, delivered = message.body): Exchange {
  const headers = { ...gatewayHeaders, ...headersOf(message) };
  const event: LambdaEvent = {
    requestContext: { http: { method: "POST" } },
    rawPath: "/",
    rawQueryString: "",
    headers,
    body: delivered.toString(),
    isBase64Encoded: false,
  };
  const endpoint = endpointOf(variant);
  const handler =
    endpoint === undefined
      ? async ({ headers, body, isBase64Encoded }: LambdaEvent) => {
          const bytes = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
          const signed = {
            date: headers?.date,
            signature: headers?.["x-hub-signature"],
            body: bytes,
          };
          const answer = floor(signed, KEY);
          return answer === undefined
            ? { statusCode: 401, headers: {}, body: "", isBase64Encoded: false }
            : {
                statusCode: 200,
                headers: { "content-type": JSON_TYPE },
                body: answer,
                isBase64Encoded: false,
              };
        }
      : lambdaAdapter(endpoint);
  return { name: variant, run: () => handler(event) };
}

/** Makes the `Request` and reads the `Response` for every message, as a runtime has to. */
function fetchHost(variant: Variant, message: Message, delivered = message.body): Exchange {
  const headers = headersOf(message);
  const endpoint = endpointOf(variant);
  const handler = endpoint === undefined ? bareFetch : fetchAdapter(endpoint);
  return {
    name: variant,
    async run() {
      const request = new Request("https://bot.example/", {
        method: "POST",
        headers,
        body: delivered,
      });
      const response = await handler(request);
      return { statusCode: response.status, body: await response.text() };
    },
  };
}

async function bareFetch(request: Request): Promise<Response> {
  const { headers } = request;
  const signed = {
    date: headers.get("date"),
    signature: headers.get("x-hub-signature"),
    body: Buffer.from(await request.arrayBuffer()),
  };
  const answer = floor(signed, KEY);
  return answer === undefined
    ? new Response(null, { status: 401 })
    : new Response(answer, { status: 200, headers: { "content-type": JSON_TYPE } });
}
