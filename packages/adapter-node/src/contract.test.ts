import { createServer, type RequestListener } from "node:http";
import { bridged, isBridge, runAdapterContract, socketHost } from "@clustaar/adapter-contract";
import { nodeAdapter } from "./index.ts";
import { parse } from "./internal/parse.test-helpers.ts";

const createHost = () =>
  socketHost(async ({ endpoints, parser, onSettled }) => {
    const listeners = new Map(
      Object.entries(endpoints).map(([path, endpoint]) => [path, nodeAdapter(endpoint)]),
    );
    const choose: RequestListener = async (req, res) => {
      const listener = listeners.get((req.url ?? "/").split("?", 1)[0] as string); // split gives one at least
      if (!listener) return void res.writeHead(404).end();
      if (parser === "consumes" || parser === "keeps") await parse(req, parser);
      await listener(req, res);
      onSettled?.(res.writableFinished);
    };
    return { server: createServer(isBridge(parser) ? bridged(parser, choose) : choose) };
  });

runAdapterContract("node:http", createHost, {
  leavesOut: {
    "leaves how the rest of the app parses alone":
      "node:http has no body parser that could be changed",
  },
});
