import type { AddressInfo } from "node:net";
import { fastifyAdapter } from "@clustaar/adapter-fastify";
import Fastify from "fastify";
import { deadline, webhook } from "./webhook.ts";

const app = Fastify();
app.register(fastifyAdapter, { endpoint: webhook, path: "/webhook" });
await app.listen({ port: 0 });
console.log(`port ${(app.server.address() as AddressInfo).port}`);

process.once("SIGTERM", async () => {
  app.close();
  const idle = await webhook.idle({ deadline }); // milliseconds
  if (!idle) process.exit(1); // something hangs
});
