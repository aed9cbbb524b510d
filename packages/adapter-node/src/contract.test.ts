import { createServer, type IncomingMessage } from "node:http";
import { type ParserMode, runAdapterContract, socketHost } from "@clustaar/adapter-contract";
import type { NodeRequest } from "@clustaar/webhook-core/adapter";
import { nodeAdapter } from "./index.ts";

const createHost = () =>
  socketHost(async ({ endpoints, parser }) => {
    const listeners = new Map(
      Object.entries(endpoints).map(([path, endpoint]) => [path, nodeAdapter(endpoint)]),
    );
    const server = createServer(async (req, res) => {
      const listener = listeners.get((req.url ?? "/").split("?", 1)[0] as string); // split gives one at least
      if (!listener) return void res.writeHead(404).end();
      if (parser) await parse(req, parser);
      listener(req, res);
    });
    return { server };
  });

async function parse(req: IncomingMessage, mode: ParserMode): Promise<void> {
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
