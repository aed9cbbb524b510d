import { runAdapterContract, socketHost } from "@clustaar/adapter-contract";
import Fastify, { type FastifyRequest } from "fastify";
import { fastifyAdapter } from "./index.ts";

const createHost = () =>
  socketHost(async ({ endpoints, parser, jsonPath }) => {
    const app = Fastify();
    if (parser) {
      app.addHook("preParsing", async (request, _reply, payload) => {
        const parts: Buffer[] = [];
        for await (const part of payload) parts.push(part);
        const kept = request as FastifyRequest & { rawBody?: Buffer };
        if (parser === "keeps") kept.rawBody = Buffer.concat(parts);
        return payload;
      });
    }
    for (const [path, endpoint] of Object.entries(endpoints)) {
      app.register(fastifyAdapter, { endpoint, path });
    }
    if (jsonPath) app.post(jsonPath, async (request) => request.body);
    await app.listen({ port: 0, host: "127.0.0.1" });
    return { server: app.server, stop: () => app.close() };
  });

runAdapterContract("Fastify 5", createHost, {
  leavesOut: {
    "adds no content type of its own": "Fastify labels every body that has no content type",
  },
});
