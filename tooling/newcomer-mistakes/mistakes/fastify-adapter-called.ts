// The Fastify plugin is called with the webhook, as the other adapters are.
// Says: app.register(fastifyAdapter, { endpoint: webhook, path: "/webhook" })
import { fastifyAdapter } from "@clustaar/adapter-fastify";
import { Webhook } from "@clustaar/webhook-core";
import Fastify from "fastify";

const app = Fastify();
app.register(fastifyAdapter(new Webhook()));
await app.ready();
export default app;
