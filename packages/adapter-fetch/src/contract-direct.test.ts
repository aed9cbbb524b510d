import {
  type ContractHost,
  connectionCases,
  leaveOut,
  promiseCases,
  runAdapterContract,
} from "@clustaar/adapter-contract";
import { fetchAdapter } from "./index.ts";
import { type Handler, withParser } from "./internal/with-parser.test-helpers.ts";

const direct = (): ContractHost => ({
  async mount({ endpoints, parser }) {
    const handlers = new Map(
      Object.entries(endpoints).map(([path, endpoint]) => [
        path,
        withParser(fetchAdapter(endpoint), parser),
      ]),
    );
    return {
      async close() {},
      async send({ method = "POST", target = "/webhook", headers = [], body, chunks }) {
        const url = `https://bot.example${target}`;
        const request = new Request(url, {
          method,
          headers,
          ...(chunks ? { body: ReadableStream.from(chunks), duplex: "half" } : { body }),
        });
        const handler = handlers.get(new URL(url).pathname) as Handler; // the cases mount what they send to
        const response = await handler(request);
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

const noSocket = "a Request is called without a connection";
const awaited = "the promise of a handler gives the answer itself";
runAdapterContract("Request and Response", direct, {
  leavesOut: {
    "says that the body was parsed when the host hands over a value":
      "a Request holds a stream, in whose place no value can stand",
    ...leaveOut(promiseCases, awaited),
    "adds no content type of its own": "a Response labels every text that has no content type",
    "leaves how the rest of the app parses alone": "a function of a Request has no app around it",
    ...leaveOut(connectionCases, noSocket),
  },
});
