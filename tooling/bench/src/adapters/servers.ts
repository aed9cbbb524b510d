import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expressAdapter } from "@clustaar/adapter-express";
import { fastifyAdapter } from "@clustaar/adapter-fastify";
import { fetchAdapter } from "@clustaar/adapter-fetch";
import { nodeAdapter } from "@clustaar/adapter-node";
import type { Endpoint } from "@clustaar/webhook-core";
import { serve } from "@hono/node-server";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { floor } from "../floor.ts";
import { KEY } from "../receive.ts";

/** Starts a server with the endpoint mounted by its adapter, or the bare framework doing the floor's work. */
export type StartServer = (endpoint: Endpoint | undefined) => Promise<Server>;

/** The hosts with a socket of their own. */
export const servers = { node, express: expressServer, fastify, hono } satisfies Record<
  string,
  StartServer
>;
export type ServerName = keyof typeof servers;

const JSON_TYPE = "application/json";

function node(endpoint: Endpoint | undefined): Promise<Server> {
  if (endpoint !== undefined) return listening(createServer(nodeAdapter(endpoint)));
  return listening(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const [first] = chunks;
        const body = chunks.length === 1 && first ? first : Buffer.concat(chunks);
        const answer = floor(signedOf(request.headers, body), KEY);
        if (answer === undefined) {
          response.writeHead(401).end();
          return;
        }
        response.writeHead(200, {
          "content-type": JSON_TYPE,
          "content-length": Buffer.byteLength(answer),
        });
        response.end(answer);
      });
    }),
  );
}

function expressServer(endpoint: Endpoint | undefined): Promise<Server> {
  const app = express();
  // The adapter makes no ETag; a bare app that makes one would be an easy contestant.
  app.set("etag", false);
  if (endpoint !== undefined) {
    app.use("/", expressAdapter(endpoint));
  } else {
    app.post("/", express.raw({ type: "*/*", limit: "1mb" }), (request, response) => {
      const answer = floor(signedOf(request.headers, request.body), KEY);
      if (answer === undefined) response.status(401).end();
      else response.type(JSON_TYPE).send(answer);
    });
  }
  return listening(createServer(app));
}

async function fastify(endpoint: Endpoint | undefined): Promise<Server> {
  const app = Fastify();
  if (endpoint !== undefined) {
    app.register(fastifyAdapter, { endpoint });
  } else {
    app.addContentTypeParser(JSON_TYPE, { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    app.post<{ Body: Buffer }>("/", (request, reply) => {
      const answer = floor(signedOf(request.headers, request.body), KEY);
      if (answer === undefined) reply.code(401).send();
      else reply.type(JSON_TYPE).send(answer);
    });
  }
  await app.listen({ port: 0, host: "127.0.0.1" });
  return app.server;
}

function hono(endpoint: Endpoint | undefined): Promise<Server> {
  const app = new Hono();
  if (endpoint !== undefined) {
    const handler = fetchAdapter(endpoint);
    app.all("/", (context) => handler(context.req.raw));
  } else {
    app.post("/", async (context) => {
      const signed = {
        date: context.req.header("date"),
        signature: context.req.header("x-hub-signature"),
        body: Buffer.from(await context.req.arrayBuffer()),
      };
      const answer = floor(signed, KEY);
      if (answer === undefined) return context.body(null, 401);
      return context.body(answer, 200, { "content-type": JSON_TYPE });
    });
  }
  return new Promise((ready) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () =>
      // Without options for another kind of server, it is an HTTP/1 one.
      ready(server as Server),
    );
  });
}

function listening(server: Server): Promise<Server> {
  return new Promise((ready) => {
    server.listen(0, "127.0.0.1", () => ready(server));
  });
}

/** The port that a server listens on. */
export function portOf(server: Server): number {
  // A server that listens on a port has such an address.
  return (server.address() as AddressInfo).port;
}

function signedOf(headers: NodeJS.Dict<string | string[]>, body: Uint8Array) {
  return { date: headers.date as string, signature: String(headers["x-hub-signature"]), body };
}
