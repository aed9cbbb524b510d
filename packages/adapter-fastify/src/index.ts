export { type FastifyAdapterOptions, type FastifyHost, fastifyAdapter } from "./fastify-adapter.ts";
