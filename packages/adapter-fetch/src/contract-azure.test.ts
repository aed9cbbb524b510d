import { type HttpHandler, HttpRequest, HttpResponse, InvocationContext } from "@azure/functions";
import {
  type ContractHost,
  connectionCases,
  leaveOut,
  promiseCases,
  runAdapterContract,
} from "@clustaar/adapter-contract";
import { Webhook } from "@clustaar/webhook-core";
import { expect, it } from "vitest";
import { type FetchHost, type FetchRequest, fetchAdapter } from "./index.ts";

/** As the worker of Azure Functions v4 calls a function: with its own class of requests, into its own class of responses. */
const azure = (): ContractHost => ({
  async mount({ endpoints }) {
    const handlers = new Map<string, HttpHandler>(
      Object.entries(endpoints).map(([path, endpoint]) => [path, fetchAdapter(endpoint)]),
    );
    return {
      async close() {},
      async send({ method = "POST", target = "/webhook", headers = [], body, chunks }) {
        const url = `https://bot.example${target}`;
        const bytes = chunks ? Buffer.concat(chunks) : Buffer.from(body ?? "");
        const hasBody = bytes.length > 0 && method !== "GET" && method !== "HEAD";
        const request = new HttpRequest({
          method,
          url,
          // The host in front of the worker joins what is repeated.
          headers: Object.fromEntries(new Headers(headers)),
          ...(hasBody ? { body: { bytes } } : {}),
        });
        const handler = handlers.get(new URL(url).pathname);
        if (handler === undefined) throw new Error("the cases mount what they send to");
        const context = new InvocationContext({ functionName: "webhook" });
        const response = new HttpResponse((await handler(request, context)) ?? {});
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          cookies: response.headers.getSetCookie(),
          body: Buffer.from(await response.arrayBuffer()),
        };
      },
    };
  },
});

const noSocket = "a function gets its request after the whole of it, without a connection";
const noParser = "nothing runs between the worker and the function";
const awaited = "the promise of a handler gives the answer itself";
runAdapterContract("Azure Functions v4", azure, {
  leavesOut: {
    "says which parser to move when the body was consumed": noParser,
    "tells the endpoint's listeners of a body that was consumed": noParser,
    "says that the body was parsed when the host hands over a value": noParser,
    "says that the body was decoded when the host hands over text": noParser,
    "says that the body was dropped when its content-length declares one": noParser,
    "writes a 500 of its own to the console where nobody listens": noParser,
    "uses the raw bytes that a parser kept": noParser,
    "holds kept bytes to the limit too": noParser,
    "leaves how the rest of the app parses alone": "a function has no app around it",
    ...leaveOut(promiseCases, awaited),
    "adds no content type of its own": "a Response labels every text that has no content type",
    ...leaveOut(connectionCases, noSocket),
  },
});

it("fits Azure's own types, for the request in context.host too", () => {
  const webhook = new Webhook().host<FetchHost<undefined, InvocationContext, HttpRequest>>();
  const handler: HttpHandler = fetchAdapter(webhook);
  expect(handler).toBeTypeOf("function");
  const request: FetchRequest = new HttpRequest({ url: "https://bot.example/", method: "GET" });
  expect(request.method).toBe("GET");
});
