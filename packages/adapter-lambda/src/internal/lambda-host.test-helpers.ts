import { isUtf8 } from "node:buffer";
import type { Answer, ContractHost, Sent } from "@clustaar/adapter-contract";
import type { Endpoint } from "@clustaar/webhook-core";
import { lambdaAdapter } from "../lambda-adapter.ts";
import type { LambdaEvent, LambdaResult } from "../lambda-event.ts";

/** How one kind of sender puts a request into an event. */
export type Shape = (sent: Required<Pick<Sent, "method" | "headers">>, target: URL) => LambdaEvent;

/** How a function is called, and its answer read as its sender does. */
export type Calling = (endpoint: Endpoint) => (event: LambdaEvent) => Promise<Answer>;

/** A function whose promise gives the answer. */
const buffered: Calling = (endpoint) => {
  const handler = lambdaAdapter(endpoint);
  return async (event) => answerOf(event, await handler(event));
};

/** For the contract suite: a Lambda function behind one kind of sender. */
export function lambdaHost(
  fixture: LambdaEvent,
  shape: Shape,
  calling: Calling = buffered,
): ContractHost {
  return {
    async mount({ endpoints, parser }) {
      const handlers = new Map(
        Object.entries(endpoints).map(([path, endpoint]) => [path, calling(endpoint)]),
      );
      return {
        async close() {},
        async send(sent) {
          const { method = "POST", target = "/webhook", body, chunks } = sent;
          const url = new URL(`https://bot.example${target}`);
          const handler = handlers.get(url.pathname);
          if (!handler) throw new Error(`Nothing is mounted at ${url.pathname}.`);
          const bytes = chunks ? Buffer.concat(chunks) : Buffer.from(body ?? "");
          const headers = [...(sent.headers ?? [])];
          if (parser === "drops") headers.push(["Content-Length", String(bytes.length)]);
          const shaped = shape({ method, headers }, url);
          const fields = bodyFields(parser === "drops" ? Buffer.alloc(0) : bytes, headers);
          const event: LambdaEvent = { ...fixture, ...shaped, ...fields };
          if (parser === "parses" && event.body) {
            Object.assign(event, { body: JSON.parse(event.body) });
          }
          return handler(event);
        },
      };
    },
  };
}

/** Text types arrive as text, all else as base64. */
function bodyFields(bytes: Buffer, headers: [string, string][]): LambdaEvent {
  if (bytes.length === 0) return { body: null, isBase64Encoded: false };
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const text = isUtf8(bytes) && /^(text\/|application\/(json|xml|javascript))/.test(type);
  return { body: bytes.toString(text ? "utf8" : "base64"), isBase64Encoded: !text };
}

/** What each kind of sender makes of a result. */
function answerOf(event: LambdaEvent, result: LambdaResult): Answer {
  const { elb, http } = event.requestContext ?? {};
  const multi = Object.entries(result.multiValueHeaders ?? {}).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const single = Object.entries(result.headers ?? {});
  const cookies = (result.cookies ?? []).map((value): [string, string] => ["set-cookie", value]);
  const lines = elb
    ? event.multiValueHeaders
      ? multi
      : single
    : http
      ? [...single, ...cookies]
      : [...single, ...multi];
  const headers = new Headers(lines);
  return {
    status: result.statusCode,
    headers: Object.fromEntries(headers),
    cookies: headers.getSetCookie(),
    body: Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8"),
  };
}
