import { Agent, createServer, get as httpGet, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expressAdapter } from "@clustaar/adapter-express";
import { fastifyAdapter } from "@clustaar/adapter-fastify";
import { fetchAdapter } from "@clustaar/adapter-fetch";
import { lambdaAdapter } from "@clustaar/adapter-lambda";
import { nodeAdapter } from "@clustaar/adapter-node";
import express from "express";
import Fastify from "fastify";
import { afterEach, expect, it, onTestFinished } from "vitest";
import { createHost, definePlugin, type HostOptions, type PluginSetup } from "../index.ts";
import { recordingClient } from "../testing.ts";
import type { WebhookHost } from "./host.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const hosts: WebhookHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close({ deadline: 100 });
});

async function hostOf(setup: (plugin: PluginSetup) => unknown, options: HostOptions = {}) {
  const plugin = definePlugin({ name: "test", setup });
  const host = await createHost({
    plugins: [plugin],
    discover: false,
    log: quiet,
    env: {},
    ...options,
  });
  hosts.push(host);
  return host;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const ask = async (port: number, path: string) =>
  (await fetch(`http://127.0.0.1:${port}${path}`)).text();

it("listens, stops with the connections that are kept open, and starts again on the same port", async () => {
  const host = await hostOf(({ route }) => route("/ping", () => "pong"));
  const { port } = await host.listen({ port: 0, hostname: "127.0.0.1" });
  expect(await host.listen()).toEqual({ port, hostname: "127.0.0.1" });
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const kept = () =>
    new Promise<number | undefined>((resolve, reject) => {
      httpGet({ port, host: "127.0.0.1", path: "/ping", agent }, (response: IncomingMessage) => {
        response.resume().on("end", () => resolve(response.statusCode));
      }).on("error", reject);
    });
  expect(await kept()).toBe(200);
  expect(await host.stop()).toBe(true);
  expect(await host.stop()).toBe(false);
  expect(host.isRunning).toBe(false);
  await expect(kept()).rejects.toThrow(/ECONNREFUSED|ECONNRESET|hang up/);
  expect(await host.start()).toBe(true);
  expect(await host.start()).toBe(false);
  expect(host.address?.port).toBe(port);
  expect(await ask(port, "/ping")).toBe("pong");
});

it("lets what is being answered end when it stops, and cuts off at the deadline what does not", async () => {
  const entered = deferred();
  const release = deferred();
  const host = await hostOf(
    ({ route }) => {
      route("/slow", async () => {
        entered.resolve();
        await release.promise;
        return "done";
      });
      route("/never", () => {
        entered.resolve();
        return new Promise<string>(() => {});
      });
    },
    { closeDeadline: 200 },
  );
  const { port } = await host.listen({ port: 0, hostname: "127.0.0.1" });
  const slow = ask(port, "/slow");
  await entered.promise;
  const stopped = host.stop();
  release.resolve();
  expect(await slow).toBe("done");
  expect(await stopped).toBe(true);
  await host.start();
  const never = ask(port, "/never");
  await expect(Promise.all([never, host.stop()])).rejects.toThrow("fetch failed");
  expect(host.isRunning).toBe(false);
});

it("says which port is taken", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((ready) => other.once("listening", ready));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const client = recordingClient({ operators: ["op"] });
  const host = await hostOf(() => {}, {
    client,
    listen: "on-connect",
    port,
    hostname: "127.0.0.1",
  });
  await client.signOn();
  expect(host.isRunning).toBe(false);
  await client.hear("op", "#bots", "helga webhooks start");
  expect(client.said).toEqual([
    [
      "msg",
      "#bots",
      expect.stringContaining(
        `could not be started: the host cannot listen: port ${port} is taken`,
      ),
    ],
  ]);
});

it("listens from the sign-on, opens no second listener, and starts nothing that an operator stopped", async () => {
  const client = recordingClient({ operators: ["op"] });
  const host = await hostOf(
    ({ route }) =>
      route("/say", async ({ client: chat }) => {
        await chat.msg("#bots", "hello");
        return "said";
      }),
    { client, listen: "on-connect", port: 0, hostname: "127.0.0.1" },
  );
  expect(host.isRunning).toBe(false);
  await client.signOn();
  const port = host.address?.port as number;
  expect(await ask(port, "/say")).toBe("said");
  await client.signOn();
  expect(host.address?.port).toBe(port);
  await client.hear("op", "#bots", "helga webhooks stop");
  await client.signOn();
  expect(host.isRunning).toBe(false);
  await client.hear("op", "#bots", "helga webhooks start");
  expect(await ask(port, "/say")).toBe("said");
  expect(client.said).toEqual([
    ["msg", "#bots", "hello"],
    ["msg", "#bots", "Webhooks service stopped"],
    ["msg", "#bots", "Webhooks service started"],
    ["msg", "#bots", "hello"],
  ]);
});

it("answers the same through every adapter, below a mount point too", async () => {
  const host = await hostOf(({ route }) => {
    route("/a/:x", { methods: ["GET", "POST"] }, ({ params, form, request }) => [
      request.method,
      params.x,
      form.get("m"),
    ]);
  });
  const below = await hostOf(({ route }) => route("/a/:x", ({ params }) => [params.x]), {
    basePath: "/hooks",
  });

  const app = express();
  app.use("/hooks", expressAdapter(host));
  const expressServer = app.listen(0);
  await new Promise((ready) => expressServer.once("listening", ready));
  const nodeServer = createServer(nodeAdapter(host)).listen(0);
  await new Promise((ready) => nodeServer.once("listening", ready));
  const fastify = Fastify();
  await fastify.register(fastifyAdapter, { endpoint: below, path: "/hooks/*" });
  onTestFinished(async () => {
    expressServer.close();
    nodeServer.close();
    await fastify.close();
  });

  const url = (server: { address(): unknown }, path: string) =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const form = { method: "POST", body: new URLSearchParams({ m: "é" }) };
  expect(await (await fetch(url(expressServer, "/hooks/a/caf%C3%A9"), form)).json()).toEqual([
    "POST",
    "café",
    "é",
  ]);
  expect((await fetch(url(expressServer, "/hooks"))).status).toBe(404);
  expect(await (await fetch(url(nodeServer, "/a/1?m=2"))).json()).toEqual(["GET", "1", "2"]);
  const head = await fetch(url(nodeServer, "/a/1"), { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect((await fastify.inject("/hooks/a/1")).json()).toEqual(["1"]);
  expect((await fastify.inject("/hooks/b")).statusCode).toBe(404);
  const web = await fetchAdapter(below)(new Request("https://example.com/hooks/a/1"));
  expect(await web.json()).toEqual(["1"]);
  expect((await fetchAdapter(below)(new Request("https://example.com/other/a/1"))).status).toBe(
    404,
  );

  const event = {
    version: "2.0",
    rawPath: "/hooks/a/caf%C3%A9",
    rawQueryString: "",
    headers: {},
    requestContext: { http: { method: "GET" } },
    isBase64Encoded: false,
  };
  expect(await lambdaAdapter(below)(event as never, {} as never)).toMatchObject({
    statusCode: 200,
    body: expect.stringMatching(/café|WyJjYWbDqSJd/),
  });

  await host.stop();
  expect((await fetch(url(expressServer, "/hooks/a/1"))).status).toBe(503);
  await host.start();
  expect((await fetch(url(expressServer, "/hooks/a/1"))).status).toBe(200);
});

it("answers what is not HTTP with 400, raw bytes in the path included", async () => {
  const host = await hostOf(({ route }) => route("/p/:x", ({ params }) => params.x));
  const { port } = await host.listen({ port: 0, hostname: "127.0.0.1" });
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => socket.end(text));
      let answer = "";
      socket.setEncoding("utf8").on("data", (chunk) => {
        answer += chunk;
      });
      socket.on("end", () => resolve(answer)).on("error", reject);
    });
  expect(await raw("GET /p/café HTTP/1.1\r\nHost: x\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  expect(await raw("garbage\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  expect(await raw("GET /p/1 HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /);
});

it("reloads a plugin without dropping what the old one is answering, and closes it afterwards", async () => {
  const entered = deferred();
  const release = deferred();
  const trace: string[] = [];
  const version = (text: string) =>
    definePlugin({
      name: "test",
      setup({ route, onClose, signal }) {
        onClose(() => trace.push(`${text} closed first registered`));
        onClose(async () => trace.push(`${text} closed last registered ${signal.aborted}`));
        route("/v", () => text);
        route("/slow", async () => {
          entered.resolve();
          await release.promise;
          trace.push(`${text} answered`);
          return text;
        });
      },
    });
  const host = await createHost({
    plugins: [version("one")],
    discover: false,
    log: quiet,
    env: {},
  });
  hosts.push(host);
  const { port } = await host.listen({ port: 0, hostname: "127.0.0.1" });
  const slow = ask(port, "/slow");
  await entered.promise;
  const reloaded = host.reload("test", version("two"));
  while ((await ask(port, "/v")) === "one");
  expect(trace).toEqual([]);
  release.resolve();
  expect(await slow).toBe("one");
  await reloaded;
  expect(trace).toEqual([
    "one answered",
    "one closed last registered true",
    "one closed first registered",
  ]);

  const broken = definePlugin({
    name: "test",
    setup: () => Promise.reject(new Error("no database")),
  });
  await expect(host.reload("test", broken)).rejects.toThrow("no database");
  expect(await ask(port, "/v")).toBe("two");
  await expect(host.reload("tset", broken)).rejects.toThrow('did you mean "test"?');
  const other = definePlugin({ name: "other", setup: () => {} });
  await expect(host.reload("test", other)).rejects.toThrow('defined as "test", got "other"');
  await host.close();
  expect(trace.at(-1)).toBe("two closed first registered");
  await expect(host.start()).rejects.toThrow("the host is closed");
});

it("goes on without a plugin whose setup or close hook never ends", async () => {
  const lines: string[] = [];
  const add = (line: string) => void lines.push(line);
  const log = { debug: add, info: add, warn: add, error: add };
  let aborted = false;
  const stuck = definePlugin({
    name: "stuck",
    setup({ signal, route, onClose }) {
      route("/stuck", () => "");
      onClose(() => new Promise(() => {}));
      signal.addEventListener("abort", () => {
        aborted = true;
      });
      return new Promise(() => {});
    },
  });
  const clinging = definePlugin({
    name: "clinging",
    setup({ onClose, route }) {
      route("/here", () => "here");
      onClose(() => new Promise(() => {}));
    },
  });
  const options = { discover: false, log, env: {}, setupDeadline: 50, closeDeadline: 50 };
  const host = await createHost({ ...options, plugins: [stuck, clinging] });
  expect(aborted).toBe(true);
  expect(host.plugins).toEqual([
    {
      name: "stuck",
      decision: "failed",
      reason: expect.stringContaining("setup did not end within 50 ms"),
    },
    { name: "clinging", decision: "loaded", reason: "enabled is true: all are" },
  ]);
  expect(host.routes().map(({ pattern }) => pattern)).toEqual(["/here"]);
  await host.close();
  expect(lines).toContainEqual(
    expect.stringContaining("clinging: close: a close hook did not end"),
  );
  await expect(createHost({ ...options, plugins: [stuck], strict: true })).rejects.toThrow(
    'plugin "stuck" (passed in code): setup did not end within 50 ms',
  );
});
