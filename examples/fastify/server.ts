import type { AddressInfo } from "node:net";
import { fastifyAdapter } from "@clustaar/adapter-fastify";
import fastify from "fastify";
import webhook from "./webhook.ts";

const app = fastify();
await app.register(fastifyAdapter, { endpoint: webhook, path: "/" });
await app.listen({ port: Number(process.env.PORT ?? 3000) });
console.log(`Listening on http://localhost:${(app.server.address() as AddressInfo).port}`);
