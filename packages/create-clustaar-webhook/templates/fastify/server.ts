import { fastifyAdapter } from "@clustaar/adapter-fastify";
import fastify from "fastify";
import webhook from "./webhook.ts";

const port = Number(process.env.PORT ?? 3000);

const app = fastify();
await app.register(fastifyAdapter, { endpoint: webhook, path: "/webhook" });
await app.listen({ port });
console.log(`Listening on http://localhost:${port}/webhook`);

process.once("SIGTERM", async () => {
  app.close();
  const idle = await webhook.idle({ deadline: 10_000 }); // milliseconds
  if (!idle) process.exit(1); // something hangs
});
