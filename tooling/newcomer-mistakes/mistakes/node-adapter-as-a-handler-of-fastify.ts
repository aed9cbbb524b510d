// The handler of another adapter stands in a route of Fastify.
// Says: write app.register(fastifyAdapter, { endpoint: webhook
import { nodeAdapter } from "@clustaar/adapter-node";
import { Webhook } from "@clustaar/webhook-core";
import Fastify from "fastify";

const app = Fastify();
app.all("/", nodeAdapter(new Webhook()));
await app.ready();
export default app.routing;
