import { once } from "node:events";
import { createServer, request as httpRequest, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { LambdaEvent, LambdaResult } from "@clustaar/adapter-lambda";
import { nodeAdapter } from "@clustaar/adapter-node";
import type { Endpoint } from "@clustaar/webhook-core";
import {
  type SignedRequest,
  type SignedRequestOptions,
  signedRequest,
  stepReachedNotification,
} from "@clustaar/webhook-core/testing";

/** What a mistake's file exports: one of `default`, `fetch` and `handler`, and what is sent to it. */
export interface Mistaken {
  /** A webhook, or a listener of `node:http` (an Express app is one). */
  readonly default?: Endpoint | RequestListener;
  /** The handler of a web server. */
  readonly fetch?: (request: Request) => Response | Promise<Response>;
  /** The handler of a Lambda function. */
  readonly handler?: (event: LambdaEvent) => Promise<LambdaResult>;
  /** What is sent; without it a signed step. */
  readonly send?: SignedRequestOptions;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

const notification = stepReachedNotification({
  session: { visits: null },
  interlocutor: { remoteId: "42" },
});

/** Sends a mistaken server what the platform would, over real HTTP where it is an HTTP server. */
export async function ask(mistaken: Mistaken): Promise<Answer> {
  const { privateKey, ...send } = mistaken.send ?? { privateKey: "s3cr3t" };
  const request = signedRequest({ notification, ...(privateKey && { privateKey }), ...send });
  if (mistaken.handler) return askLambda(mistaken.handler, request);
  if (mistaken.fetch) return askFetch(mistaken.fetch, request);
  const served = mistaken.default;
  if (served === undefined) throw new Error("expected the file to export what is served");
  return post(typeof served === "function" ? served : nodeAdapter(served), request);
}

async function post(listener: RequestListener, request: SignedRequest): Promise<Answer> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const { method, path, headers, body } = request;
    // Not `fetch`, which sends no Date.
    const options = { port, method, path, headers: Object.fromEntries(headers), agent: false };
    const sent = httpRequest({ host: "127.0.0.1", ...options });
    sent.end(method === "GET" ? undefined : body);
    const [answer] = await once(sent, "response");
    let text = "";
    for await (const chunk of answer.setEncoding("utf8")) text += chunk;
    return { status: answer.statusCode, body: text };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function askFetch(
  handle: NonNullable<Mistaken["fetch"]>,
  { method, headers, body }: SignedRequest,
): Promise<Answer> {
  const response = await handle(new Request("http://localhost/", { method, headers, body }));
  return { status: response.status, body: await response.text() };
}

async function askLambda(
  handle: NonNullable<Mistaken["handler"]>,
  { method, headers, body }: SignedRequest,
): Promise<Answer> {
  const result = await handle({
    requestContext: { http: { method } },
    rawPath: "/",
    rawQueryString: "",
    headers: Object.fromEntries(headers),
    body: new TextDecoder().decode(body),
    isBase64Encoded: false,
  });
  return { status: result.statusCode, body: result.body ?? "" };
}
