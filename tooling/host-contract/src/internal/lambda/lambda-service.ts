import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sendResult } from "./function-url.ts";
import { bodyOf, type Invocation } from "./invocation.ts";
import type { Sender } from "./sender.ts";
import { streamAnswer } from "./stream-answer.ts";

/** What runs around a function: its sender on one port, and the Runtime API, where the function gets its events, on another. */
export interface LambdaService {
  /** The port of the sender. */
  readonly port: number;
  /** Host and port of the Runtime API. */
  readonly runtimeApi: string;
  close(): void;
}

/** Starts a {@link LambdaService} for one instance of one function, which takes one event at a time. */
export async function lambdaService({ eventOf }: Sender): Promise<LambdaService> {
  const queue: Invocation[] = [];
  const running = new Map<string, Invocation>();
  let taker: ServerResponse | undefined;
  let count = 0;

  function next(): void {
    const invocation = taker && queue.shift();
    if (taker === undefined || invocation === undefined) return;
    running.set(invocation.id, invocation);
    taker.writeHead(200, {
      "lambda-runtime-aws-request-id": invocation.id,
      "lambda-runtime-deadline-ms": String(Date.now() + 60_000),
      "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-west-3:0:function:webhook",
    });
    taker.end(invocation.event);
    taker = undefined;
  }

  const front = createServer(async (request, response) => {
    // An upload that breaks off never becomes an event.
    const body = await bodyOf(request).catch(() => undefined);
    if (body === undefined) return;
    const event = JSON.stringify(eventOf(request, body));
    count += 1;
    queue.push({ id: `invocation-${count}`, event, response });
    next();
  });

  const runtimeApi = createServer(async (request, response) => {
    const [id = "", end] = request.url?.split("/").slice(-2) ?? [];
    if (end === "next") {
      taker = response;
      return next();
    }
    const client = running.get(id)?.response;
    running.delete(id);
    // A function that fails to start has none: it says so on its console, and ends.
    if (client) await report(request, client).catch((error) => refuse(client, error));
    response.writeHead(202).end();
  });

  front.listen(0, "127.0.0.1");
  runtimeApi.listen(0, "127.0.0.1");
  await Promise.all([once(front, "listening"), once(runtimeApi, "listening")]);
  return {
    port: portOf(front),
    runtimeApi: `127.0.0.1:${portOf(runtimeApi)}`,
    close() {
      for (const server of [front, runtimeApi]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** What the function reports becomes the answer to its client. */
async function report(from: IncomingMessage, to: ServerResponse): Promise<void> {
  if (from.url?.endsWith("/error")) {
    throw new Error(`the function failed: ${await bodyOf(from)}`);
  }
  const isStreamed = from.headers["lambda-runtime-function-response-mode"] === "streaming";
  if (isStreamed) await streamAnswer(from, to);
  else sendResult(to, JSON.parse((await bodyOf(from)).toString()));
}

/** As AWS does where a function fails. */
function refuse(client: ServerResponse, error: unknown): void {
  if (client.headersSent) client.destroy();
  else client.writeHead(502, { "x-failed": encodeURIComponent(String(error)) }).end();
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;
