import { createServer as createHttpServer } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  got,
  hook,
  onlyDelivery,
  quiet,
  settle,
  startEmitter,
  startServer,
} from "../emitter/world.test-helpers.ts";
import { ca, clientCert, clientKey, serverCert, serverKey } from "./certificates.test-helpers.ts";

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const events = "after:*";
const secret = "s";

async function deliver(
  webhook: Record<string, unknown>,
  options: Parameters<typeof startEmitter>[0] = {},
) {
  const { emitter, log } = await startEmitter({
    allowInsecure: false,
    webhooks: [{ events, secret, backoff: false, ...webhook }],
    resolve: (_name, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
    ...options,
  });
  await emitter.publish("order.paid", { total: 1 });
  await quiet(emitter);
  return { attempt: (await onlyDelivery(emitter)).log[0], emitter, log };
}

describe("TLS", () => {
  it("checks the certificate against the name", async () => {
    const server = createHttpsServer({ cert: serverCert, key: serverKey }, (_request, response) =>
      response.writeHead(204).end(),
    );
    const port = await listen(server);
    const untrusted = await deliver({ url: `https://hooks.example:${port}/` });
    expect(untrusted.attempt).toMatchObject({ error: { code: "tls_failed" } });
    const trusted = await deliver({ url: `https://hooks.example:${port}/`, tls: { ca } });
    expect(trusted.attempt).toMatchObject({ ok: true });
    const other = await deliver({ url: `https://other.example:${port}/`, tls: { ca } });
    expect(other.attempt).toMatchObject({ error: { code: "tls_failed" } });
  });

  it("shows a client certificate where one is set", async () => {
    const options = {
      cert: serverCert,
      key: serverKey,
      ca,
      requestCert: true,
      rejectUnauthorized: true,
    };
    const port = await listen(
      createHttpsServer(options, (_request, response) => response.writeHead(204).end()),
    );
    const url = `https://hooks.example:${port}/`;
    expect((await deliver({ url, tls: { ca } })).attempt).toMatchObject({ ok: false });
    const tls = { ca, cert: clientCert, key: clientKey };
    const { attempt, log } = await deliver({ url, tls });
    expect(attempt).toMatchObject({ ok: true });
    expect(JSON.stringify(log)).not.toContain("PRIVATE KEY");
  });

  it("speaks HTTP/2 with who offers it", async () => {
    const versions: string[] = [];
    const server = createSecureServer({ cert: serverCert, key: serverKey }, (request, response) => {
      versions.push(request.httpVersion);
      request.resume();
      request.on("end", () => {
        response.writeHead(204);
        response.end();
      });
    });
    const port = await listen(server as unknown as Server);
    const { attempt } = await deliver({ url: `https://hooks.example:${port}/`, tls: { ca } });
    expect(attempt).toMatchObject({ ok: true, status: 204 });
    expect(versions).toEqual(["2.0"]);
  });
});

describe("a connection", () => {
  it("is kept for the next delivery", async () => {
    const server = await startServer();
    let connections = 0;
    server.server.on("connection", () => connections++);
    const { emitter } = await startEmitter({ webhooks: [hook(server)] });
    for (let n = 1; n <= 3; n++) {
      await emitter.publish("order.paid", { total: n });
      await got(server, n);
      await quiet(emitter);
    }
    expect(connections).toBe(1);
  });
});

describe("a proxy", () => {
  async function startProxy(status = 200) {
    const seen: { target: string | undefined; authorization: string | undefined }[] = [];
    const proxy = createHttpServer();
    proxy.on("connect", (request, socket) => {
      seen.push({ target: request.url, authorization: request.headers["proxy-authorization"] });
      if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const [, port] = (request.url ?? "").split(":");
      const through = connect(Number(port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        through.pipe(socket).pipe(through);
      });
      through.on("error", () => socket.destroy());
      socket.on("error", () => through.destroy());
    });
    return { port: await listen(proxy), seen };
  }

  it("is what connects: names are the proxy's to resolve, and addresses the proxy's to check", async () => {
    const server = await startServer();
    const { port, seen } = await startProxy();
    const { attempt, log } = await deliver(
      { url: `http://hooks.internal:${server.port}/`, proxy: `http://user:pa55@127.0.0.1:${port}` },
      { allowInsecure: true, allowPrivate: [] },
    );
    expect(attempt).toMatchObject({ ok: true });
    expect(seen).toEqual([
      {
        target: `hooks.internal:${server.port}`,
        authorization: `Basic ${Buffer.from("user:pa55").toString("base64")}`,
      },
    ]);
    expect(JSON.stringify(log)).not.toContain("pa55");
  });

  it("carries TLS, which is checked against the endpoint's name", async () => {
    const server = createHttpsServer({ cert: serverCert, key: serverKey }, (_request, response) =>
      response.writeHead(204).end(),
    );
    const target = await listen(server);
    const { port, seen } = await startProxy();
    const proxy = `http://127.0.0.1:${port}`;
    const right = await deliver({ url: `https://hooks.example:${target}/`, proxy, tls: { ca } });
    expect(right.attempt).toMatchObject({ ok: true });
    const wrong = await deliver({ url: `https://other.example:${target}/`, proxy, tls: { ca } });
    expect(wrong.attempt).toMatchObject({ counted: true, error: { code: "tls_failed" } });
    expect(seen).toHaveLength(2);
  });

  it("that wants other credentials is our failure, one that refuses the target is not", async () => {
    const wants = await startProxy(407);
    const url = "https://hooks.example/";
    const ours = await deliver({ url, proxy: `http://127.0.0.1:${wants.port}` });
    expect(ours.attempt).toMatchObject({ counted: false, error: { code: "proxy_failed" } });
    const refuses = await startProxy(403);
    const theirs = await deliver({ url, proxy: `http://127.0.0.1:${refuses.port}` });
    expect(theirs.attempt).toMatchObject({
      counted: true,
      error: { code: "proxy_refused", message: "the proxy answered 403 for this address" },
    });
  });
});

describe("OAuth 2", () => {
  async function startTokens(lifetime: number | undefined = 3600) {
    let count = 0;
    const server = await startServer((_request, response) => {
      count++;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ access_token: `token-${count}`, expires_in: lifetime }));
    });
    return {
      server,
      oauth: {
        tokenUrl: `${server.url}/token`,
        clientId: "me:",
        clientSecret: "s e%",
        scope: "hooks",
      },
    };
  }

  it("gets one token for many deliveries, and one more when it is refused", async () => {
    const { server: tokens, oauth } = await startTokens();
    const server = await startServer();
    let refuse = "";
    server.answer = ({ headers }, response) =>
      response.writeHead(headers.authorization === refuse ? 401 : 204).end();
    const { emitter, log } = await startEmitter({ webhooks: [hook(server, { oauth })] });
    await Promise.all([1, 2, 3].map((n) => emitter.publish("order.paid", { total: n })));
    await got(server, 3);
    await quiet(emitter);
    expect(tokens.requests).toHaveLength(1);
    expect(tokens.requests[0]).toMatchObject({
      path: "/token",
      headers: {
        authorization: `Basic ${Buffer.from("me%3A:s+e%25").toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
    });
    expect(tokens.requests[0]?.body.toString()).toBe("grant_type=client_credentials&scope=hooks");
    refuse = "Bearer token-1";
    await emitter.publish("order.paid", { total: 4 });
    await got(server, 5);
    await quiet(emitter);
    expect(server.requests.map(({ headers }) => headers.authorization).slice(-2)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
    refuse = "Bearer token-3";
    expect((await emitter.deliveries.list({ states: ["delivered"] })).items).toHaveLength(4);
    expect(JSON.stringify(log)).not.toMatch(/token-|s e%/);
  });

  it("a 401 after a new token is the answer: it is asked for once, not forever", async () => {
    const { server: tokens, oauth } = await startTokens();
    const server = await startServer((_request, response) => response.writeHead(401).end());
    const { attempt } = await deliver({ ...hook(server), oauth }, { allowInsecure: true });
    expect(attempt).toMatchObject({ status: 401 });
    expect(tokens.requests).toHaveLength(2);
    expect(server.requests).toHaveLength(2);
  });

  it("a token that does not come keeps nobody waiting longer than the timeout of his own, nor than he wants to", async () => {
    const tokens = await startServer(() => {});
    const server = await startServer();
    const oauth = { token_url: tokens.url, client_id: "a", client_secret: "b" };
    const { emitter, events } = await startEmitter({
      webhooks: [
        hook(server, { oauth, events: "after:order.paid", timeout: "1h" }),
        hook(server, { oauth, events: "before:adjust", timeout: "50ms", onFailure: "cancel" }),
        hook(server, { oauth, events: "before:anything" }),
      ],
    });
    await emitter.publish("order.paid", { total: 1 });
    await got(tokens);
    await expect(events.dispatch("adjust", { replicas: 1 })).rejects.toMatchObject({
      name: "CancelEventError",
      reason: expect.stringContaining("no token came within 50 ms"),
    });
    const controller = new AbortController();
    const dispatching = events.dispatch("anything", 1, { signal: controller.signal });
    await settle();
    controller.abort(new Error("gave up"));
    await expect(dispatching).rejects.toThrow("gave up");
    expect(tokens.requests).toHaveLength(1);
  });

  it("a server that gives no token is a failure that says so, without its answer", async () => {
    const tokens = await startServer((_request, response) => response.writeHead(400).end("b4d"));
    const server = await startServer();
    const oauth = { token_url: tokens.url, client_id: "a", client_secret: "b" };
    const { attempt } = await deliver({ ...hook(server), oauth }, { allowInsecure: true });
    expect(attempt).toMatchObject({
      error: {
        code: "token_failed",
        message: "the token server answered 400, and no access_token",
      },
    });
    expect(server.requests).toEqual([]);
  });

  it("is got over checked connections, too", async () => {
    const server = await startServer();
    const oauth = { token_url: "http://169.254.169.254/token", client_id: "a", client_secret: "b" };
    const { attempt } = await deliver({ ...hook(server), oauth }, { allowInsecure: true });
    expect(attempt).toMatchObject({ error: { code: "address_refused" } });
  });
});
