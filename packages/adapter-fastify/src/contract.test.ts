import { createServer } from "node:http";
import { createRequire } from "node:module";
import { bridged, isBridge, runAdapterContract, socketHost } from "@clustaar/adapter-contract";
import compress from "@fastify/compress";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { fastifyAdapter } from "./index.ts";

// What is used here is the same in both versions, types included.
const Fastify4: typeof Fastify = createRequire(import.meta.url)("fastify4");

const hosts: Record<string, () => FastifyInstance> = {
  "Fastify 4": () => Fastify4(),
  "Fastify 5": () => Fastify(),
  "Fastify 5 with @fastify/compress": () => {
    const app = Fastify();
    app.register(compress);
    return app;
  },
};

for (const [name, createApp] of Object.entries(hosts)) {
  const createHost = () =>
    socketHost(async ({ endpoints, parser, jsonPath }) => {
      const app = createApp();
      if (parser === "consumes" || parser === "keeps") {
        app.addHook("preParsing", async (request, _reply, payload) => {
          const parts: Buffer[] = [];
          for await (const part of payload) parts.push(part);
          const kept = request as FastifyRequest & { rawBody?: Buffer };
          if (parser === "keeps") kept.rawBody = Buffer.concat(parts);
          return payload;
        });
      }
      app.after(() => {
        for (const [path, endpoint] of Object.entries(endpoints)) {
          app.register(fastifyAdapter, { endpoint, path });
        }
        if (jsonPath) app.post(jsonPath, async (request) => request.body);
      });
      const stop = () => app.close();
      if (isBridge(parser)) {
        await app.ready();
        return { server: createServer(bridged(parser, app.routing)), stop };
      }
      await app.listen({ port: 0, host: "127.0.0.1" });
      return { server: app.server, stop };
    });

  const noListener = "a plugin has no handler of its own whose promise could be awaited";
  runAdapterContract(name, createHost, {
    leavesOut: {
      "adds no content type of its own": "Fastify labels every body that has no content type",
      "returns a promise that resolves when the answer is written": noListener,
      "resolves that promise when the client is gone": noListener,
    },
  });
}
