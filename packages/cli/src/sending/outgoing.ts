import type { Buffer } from "node:buffer";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { setTimeout } from "node:timers/promises";
import { UsageError } from "../failures.ts";

/** A request that is ready to be sent. */
export interface Outgoing {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** How the body goes out: at once, in pieces, or not to its end. */
  readonly manner: "whole" | "slow" | "truncated";
  readonly times: number;
}

/** What came back. */
export interface Answer {
  /** Null when the connection ended without an answer, as a truncated request's may. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly milliseconds: number;
}

/** Pieces of a slow body, and the time between two. */
const PIECES = 20;
const PAUSE = 100;

/**
 * Sends one POST over a real socket.
 *
 * @throws UsageError when nobody listens at the address.
 */
export async function post(
  url: URL,
  { headers, body, manner }: Outgoing,
  timeout: number,
): Promise<Answer> {
  const started = performance.now();
  const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
    method: "POST",
    agent: false,
    // A repeated header is a list, and a flat list keeps the order.
    headers: flat([
      ["Host", url.host],
      ["Content-Length", String(body.byteLength)],
      ...headers,
    ]) as never,
    timeout,
  });
  request.on("timeout", () => request.destroy(new Error(`no answer within ${timeout} ms`)));
  const answered = once(request, "response") as Promise<[IncomingMessage]>;
  try {
    // A refusal may come before the body is sent.
    await Promise.race([answered, write(request, body, manner)]);
    const [response] = await answered;
    let text = "";
    response.setEncoding("utf8");
    for await (const chunk of response) text += chunk;
    return {
      status: response.statusCode ?? 0,
      headers: response.headers as Record<string, string>,
      body: text,
      milliseconds: Math.round(performance.now() - started),
    };
  } catch (error) {
    if (manner === "truncated") {
      return {
        status: null,
        headers: {},
        body: "",
        milliseconds: Math.round(performance.now() - started),
      };
    }
    throw unreachable(url, error);
  } finally {
    request.destroy();
  }
}

async function write(
  request: ReturnType<typeof httpRequest>,
  body: Buffer,
  manner: Outgoing["manner"],
): Promise<void> {
  if (manner === "truncated") {
    request.write(body.subarray(0, Math.floor(body.byteLength / 2)));
    await setTimeout(PAUSE);
    request.destroy();
    return;
  }
  if (manner === "slow") {
    const size = Math.max(1, Math.ceil(body.byteLength / PIECES));
    for (let start = 0; start < body.byteLength && !request.destroyed; start += size) {
      request.write(body.subarray(start, start + size));
      await setTimeout(PAUSE);
    }
    request.end();
    return;
  }
  request.end(body);
}

function flat(headers: readonly (readonly [string, string])[]): string[] {
  return headers.flat();
}

function unreachable(url: URL, error: unknown): UsageError {
  const { code, message } = error as NodeJS.ErrnoException;
  const where = url.origin;
  if (code === "ECONNREFUSED")
    return new UsageError(`nobody listens at ${where}: start the server, or give --url`);
  if (code === "ENOTFOUND") return new UsageError(`${url.hostname}: there is no such host`);
  return new UsageError(`${where}: ${message}`);
}
