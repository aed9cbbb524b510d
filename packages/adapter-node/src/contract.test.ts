import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { bridged, isBridge, runAdapterContract, socketHost } from "@clustaar/adapter-contract";
import type { NodeRequest } from "@clustaar/webhook-core/adapter";
import { nodeAdapter } from "./index.ts";

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

async function parse(req: IncomingMessage, mode: "consumes" | "keeps"): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part);
  if (mode === "keeps") (req as NodeRequest).rawBody = Buffer.concat(parts);
}

runAdapterContract("node:http", createHost, {
  leavesOut: {
    "leaves how the rest of the app parses alone":
      "node:http has no body parser that could be changed",
  },
});
