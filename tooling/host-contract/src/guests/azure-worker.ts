import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import Module from "node:module";
import { pathToFileURL } from "node:url";

/*
 * In place of the host of Azure Functions and its Node.js worker, which no package has: gives the app the module
 * `@azure/functions-core`, which is built into the worker, and puts each request into the message that the host sends. What reads
 * and writes these messages, and calls the function, is the programming model of `@azure/functions`.
 */

type Handler = (...inputs: unknown[]) => unknown;

interface Metadata {
  name: string;
  bindings: Record<string, { type?: string; methods?: readonly string[]; route?: string }>;
}

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], handler: Handler): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ returnValue?: { http?: RpcHttp } }>;
}

interface RpcHttp {
  statusCode?: string;
  headers?: Record<string, string>;
  body?: { bytes?: Uint8Array; string?: string };
}

interface Registered {
  metadata: Metadata;
  handler: Handler;
}

const functions: Registered[] = [];
let model: { getInvocationModel(context: object): InvocationModel } | undefined;

const core = {
  version: "3.10.0",
  hostVersion: "4.834.0",
  registerFunction(metadata: Metadata, handler: Handler) {
    functions.push({ metadata, handler });
  },
  setProgrammingModel(given: typeof model) {
    model = given;
  },
  log() {},
};

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown;
const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = function (request, ...rest) {
  return request === "@azure/functions-core" ? core : load.call(this, request, ...rest);
};

const [, , file = "", port] = process.argv;
await import(pathToFileURL(file).href);
createServer(serve).listen(Number(port), "127.0.0.1");

/** A route is named like its function, where it is not given; `host.json` has an empty `routePrefix` here. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split("?")[0];
  for (const registered of functions) {
    const { name, bindings } = registered.metadata;
    const trigger = Object.entries(bindings).find(([, { type }]) => type === "httpTrigger");
    if (trigger === undefined) continue;
    const [input, { methods = [], route = name }] = trigger;
    if (`/${route}` !== path || !methods.includes(request.method ?? "")) continue;
    return send(response, await invoke(registered, input, await rpcOf(request)));
  }
  response.writeHead(404).end();
}

/** As the worker does with the message of an invocation. */
async function invoke({ metadata, handler }: Registered, input: string, http: object) {
  if (model === undefined) throw new Error("the app has set no programming model");
  const invocationId = randomUUID();
  const request = { invocationId, inputData: [{ name: input, data: { http } }] };
  const invocation = model.getInvocationModel({ invocationId, metadata, request, log: core.log });
  const { context, inputs } = await invocation.getArguments();
  const result = await invocation.invokeFunction(context, inputs, handler);
  return (await invocation.getResponse(context, result)).returnValue?.http;
}

/** A request as the host puts it for the capabilities that the worker declares: bytes, and repeats joined by a comma. */
async function rpcOf(request: IncomingMessage) {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const headers: [string, { value: string }][] = Object.entries(request.headersDistinct).map(
    ([name, values]) => [name, { value: values?.join(",") ?? "" }],
  );
  return {
    method: request.method,
    url: `http://${request.headers.host}${request.url}`,
    nullableHeaders: Object.fromEntries(headers),
    body: { bytes: Buffer.concat(parts) },
  };
}

function send(response: ServerResponse, http: RpcHttp | undefined): void {
  const { statusCode = "204", headers, body } = http ?? {};
  response.writeHead(Number(statusCode), headers);
  response.end(body?.bytes ?? body?.string);
}
