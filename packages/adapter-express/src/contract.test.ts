import { createServer } from "node:http";
import { createRequire } from "node:module";
import { bridged, isBridge, runAdapterContract, socketHost } from "@clustaar/adapter-contract";
import type { NodeRequest } from "@clustaar/webhook-core/adapter";
import express5 from "express";
import { expressAdapter } from "./index.ts";

// Express 4 has no types under its second name; what is used here is the same in both.
const express4: typeof express5 = createRequire(import.meta.url)("express4");
const versions = { "Express 4": express4, "Express 5": express5 };

for (const [name, express] of Object.entries(versions)) {
  const createHost = () =>
    socketHost(async ({ endpoints, parser, jsonPath, onSettled }) => {
      const app = express();
      if (parser === "consumes") app.use(express.json());
      if (parser === "keeps") {
        const verify = (req: NodeRequest, _res: unknown, bytes: Buffer) => {
          req.rawBody = bytes;
        };
        app.use(express.json({ verify }));
      }
      for (const [path, endpoint] of Object.entries(endpoints)) {
        const handler = expressAdapter(endpoint);
        app.use(path, async (req, res) => {
          await handler(req, res);
          onSettled?.(res.writableFinished);
        });
      }
      if (jsonPath) app.post(jsonPath, express.json(), (req, res) => void res.json(req.body));
      return { server: createServer(isBridge(parser) ? bridged(parser, app) : app) };
    });
  runAdapterContract(name, createHost);
}
