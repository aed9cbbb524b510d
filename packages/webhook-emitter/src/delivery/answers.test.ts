import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  got,
  hook,
  onlyDelivery,
  quiet,
  startEmitter,
  startServer,
  type TestServer,
} from "../emitter/world.test-helpers.ts";

const total = { total: 5 };
const statusServer = (status: number, headers: Record<string, string> = {}, body = "") =>
  startServer((_request, response) => response.writeHead(status, headers).end(body));

/** A server that answers with bytes of its own. */
async function rawServer(talk: (socket: Socket) => void): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => talk(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port } as TestServer;
}

async function afterOne(server: TestServer, change: Record<string, unknown> = {}) {
  const world = await startEmitter({ webhooks: [hook(server, { name: "a", ...change })] });
  await world.emitter.publish("order.paid", total);
  await quiet(world.emitter);
  const delivery = await onlyDelivery(world.emitter);
  return { ...world, delivery, attempt: delivery.log[0] };
}

describe("statuses", () => {
  it.each([200, 201, 202, 204, 206, 208, 226, 299])("%d is a success", async (status) => {
    const { delivery, attempt } = await afterOne(await statusServer(status));
    expect(delivery).toMatchObject({ state: "delivered", attempts: 1, nextAt: null });
    expect(attempt).toMatchObject({ ok: true, status, error: null });
  });

  it.each([301, 304, 400, 401, 403, 404, 409, 413, 422, 425, 429, 500, 502, 503, 504])(
    "%d is a failure that is tried again",
    async (status) => {
      const { delivery, attempt, clock } = await afterOne(await statusServer(status, {}, ""));
      expect(delivery).toMatchObject({
        state: "waiting",
        attempts: 1,
        nextAt: clock.now() + 5_000,
      });
      expect(attempt).toMatchObject({ ok: false, status, error: { code: "status" } });
    },
  );

  it.each([302, 303, 307, 308])("%d is not followed, wherever it leads", async (status) => {
    const target = await startServer();
    const { attempt } = await afterOne(await statusServer(status, { location: `${target.url}/x` }));
    expect(attempt?.error?.message).toContain("redirects are not followed");
    const metadata = await statusServer(status, { location: "http://169.254.169.254/latest" });
    await afterOne(metadata);
    expect(target.requests).toEqual([]);
    expect(metadata.requests).toHaveLength(1);
  });

  it("410 disables the webhook, and what waits becomes dead letters that can be recovered", async () => {
    const server = await statusServer(500);
    const { emitter, clock, log } = await startEmitter({ webhooks: [hook(server, { name: "a" })] });
    const told: unknown[] = [];
    emitter.on("webhook.disabled", (event) => told.push(event));
    await emitter.publish("order.paid", { total: 1 });
    await quiet(emitter);
    server.answer = (_request, response) => response.writeHead(410).end();
    await emitter.publish("order.paid", { total: 2 });
    await quiet(emitter);
    const { items } = await emitter.deliveries.list();
    expect(items.map(({ state, reason }) => [state, reason])).toEqual([
      ["dead", "the endpoint answered 410 Gone"],
      ["dead", "webhook disabled: the endpoint answered 410 Gone"],
    ]);
    expect(await emitter.webhooks.get("a")).toMatchObject({
      status: "disabled",
      reason: "the endpoint answered 410 Gone",
    });
    expect(told).toMatchObject([
      { event: "webhook.disabled", webhook: { id: "a" }, facts: { dead_letters: 1 } },
    ]);
    expect(log.filter(({ code }) => code === "webhook.disabled")).toHaveLength(1);

    expect((await emitter.publish("order.paid", { total: 3 })).deliveries).toEqual([]);
    expect(await emitter.explain("order.paid", { total: 3 })).toMatchObject([
      { sent: false, reason: "it is disabled: the endpoint answered 410 Gone" },
    ]);
    server.answer = (_request, response) => response.writeHead(200).end();
    await emitter.webhooks.resume("a");
    expect(await emitter.deliveries.recover("a", { since: clock.now() - 1000 })).toBe(2);
    await got(server, 4);
    await quiet(emitter);
    expect((await emitter.deliveries.list({ states: ["delivered"] })).items).toHaveLength(2);
  });
});

describe("Retry-After", () => {
  const inSeconds = async (status: number, value: string) => {
    const { delivery, clock } = await afterOne(
      await statusServer(status, { "retry-after": value }),
    );
    return ((delivery.nextAt ?? 0) - clock.now()) / 1000;
  };

  it("is waited for, in seconds and as a date", async () => {
    expect(await inSeconds(429, "120")).toBe(120);
    expect(await inSeconds(503, "Thu, 26 Nov 2026 12:10:00 GMT")).toBe(600);
  });

  it("never makes the wait shorter than planned, nor longer than a day", async () => {
    expect(await inSeconds(429, "1")).toBe(5);
    expect(await inSeconds(429, "Thu, 26 Nov 2020 12:10:00 GMT")).toBe(5);
    expect(await inSeconds(503, "99999999")).toBe(86_400);
    expect(await inSeconds(503, "9".repeat(400))).toBe(86_400);
  });

  it("is ignored with other statuses, and where it cannot be read", async () => {
    expect(await inSeconds(500, "120")).toBe(5);
    expect(await inSeconds(429, "soon")).toBe(5);
    expect(await inSeconds(429, "-5")).toBe(5);
  });
});

describe("endpoints that misbehave", () => {
  it("one that hangs ends at the timeout", async () => {
    const { attempt } = await afterOne(await rawServer(() => {}), { timeout: "50ms" });
    expect(attempt).toMatchObject({ ok: false, status: null, error: { code: "timeout" } });
  });

  it("one that trickles does not extend the timeout: one deadline covers all of it", async () => {
    const server = await rawServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
      const timer = setInterval(() => socket.write("x"), 5);
      socket.on("close", () => clearInterval(timer));
    });
    const { attempt } = await afterOne(server, { timeout: "100ms" });
    expect(attempt).toMatchObject({ ok: false, error: { code: "timeout" } });
  });

  it("one that closes early is tried again", async () => {
    const { attempt, delivery } = await afterOne(await rawServer((socket) => socket.end()));
    expect(attempt).toMatchObject({ ok: false, error: { code: "connection_lost" } });
    expect(delivery.state).toBe("waiting");
  });

  it("one that breaks off in the middle of its answer is tried again", async () => {
    const server = await rawServer((socket) => {
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf");
    });
    const { attempt } = await afterOne(server);
    expect(attempt).toMatchObject({ ok: false, error: { code: "connection_lost" } });
  });

  it("one with a broken chunk is tried again", async () => {
    const server = await rawServer((socket) => {
      socket.end("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nno chunk\r\n");
    });
    const { attempt } = await afterOne(server);
    expect(attempt).toMatchObject({ ok: false, error: { code: "answer_broken" } });
  });

  it("one that is not an HTTP server is tried again", async () => {
    const { attempt } = await afterOne(await rawServer((socket) => socket.end("SSH-2.0-x\r\n")));
    expect(attempt).toMatchObject({ ok: false, error: { code: "answer_broken" } });
  });

  it("one that sends a gigabyte is read up to 64 KiB, and counts by its status", async () => {
    let written = 0;
    const server = await startServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/plain", "content-length": 2 ** 30 });
      const chunk = Buffer.alloc(64 * 1024, "x");
      const more = () => {
        while (!response.destroyed && written < 2 ** 30) {
          written += chunk.byteLength;
          if (!response.write(chunk)) {
            response.once("drain", more);
            return;
          }
        }
      };
      more();
    });
    const { attempt, delivery } = await afterOne(server);
    expect(delivery.state).toBe("delivered");
    expect(attempt?.answer).toMatchObject({ excerpt: "x".repeat(4096), truncated: true });
    expect(written).toBeLessThan(2 ** 28);
  });

  it("one where nobody listens is tried again", async () => {
    const server = await statusServer(200);
    await server.close();
    const { attempt } = await afterOne(server);
    expect(attempt).toMatchObject({
      ok: false,
      counted: true,
      error: { code: "connection_refused" },
    });
  });

  it("an answer's beginning is kept, whatever bytes it is made of", async () => {
    const server = await statusServer(500, { "content-type": "text/html" }, `é${"€".repeat(3000)}`);
    const { attempt } = await afterOne(server);
    expect(attempt?.answer).toMatchObject({ contentType: "text/html", truncated: true });
    expect(attempt?.answer?.excerpt.startsWith("é€€")).toBe(true);
  });
});

describe("our own failures", () => {
  it("of the resolver are retried, and not counted against the endpoint", async () => {
    const { emitter, clock } = await startEmitter({
      webhooks: [
        { url: "https://hooks.example/x", secret: "s", events: "after:*", backoff: false },
      ],
      resolve: (_name, callback) =>
        callback(Object.assign(new Error("try again"), { code: "EAI_AGAIN" }), []),
    });
    await emitter.publish("order.paid", total);
    await quiet(emitter);
    const delivery = await onlyDelivery(emitter);
    expect(delivery).toMatchObject({ state: "waiting", attempts: 0, nextAt: clock.now() + 30_000 });
    expect(delivery.log[0]).toMatchObject({ counted: false, error: { code: "resolver_failed" } });
    expect((await emitter.webhooks.list())[0]?.failingSince).toBeNull();
  });

  it("of the proxy are, too", async () => {
    const gone = await statusServer(200);
    await gone.close();
    const { delivery } = await afterOne(await statusServer(200), {
      proxy: gone.url,
      backoff: false,
    });
    expect(delivery).toMatchObject({ state: "waiting", attempts: 0 });
    expect(delivery.log[0]).toMatchObject({ counted: false, error: { code: "proxy_failed" } });
  });

  it("do not hide a name that does not exist, which is the endpoint's", async () => {
    const { emitter } = await startEmitter({
      webhooks: [{ url: "https://hooks.example/x", secret: "s", events: "after:*" }],
      resolve: (_name, callback) =>
        callback(Object.assign(new Error("no"), { code: "ENOTFOUND" }), []),
    });
    await emitter.publish("order.paid", total);
    await quiet(emitter);
    expect((await onlyDelivery(emitter)).log[0]).toMatchObject({
      counted: true,
      error: { code: "name_unknown" },
    });
  });
});

describe("what is logged", () => {
  it("holds no secret, no body, and nothing of an address that may be one", async () => {
    const server = await statusServer(500, {}, "no");
    const url = server.url.replace("http://", "http://user:pa55word@");
    const { emitter, log } = await startEmitter({
      webhooks: [
        {
          name: "a",
          url: `${url}/hook?token=t0ken#fr4gment`,
          secret: "s3cr3t",
          events: "after:*",
          backoff: false,
        },
        { name: "b", url: `${url}/hook?token=t0ken`, secret: "s3cr3t", events: "before:*" },
      ],
    });
    emitter.on("webhook.exhausted", (event) => log.push(event as never));
    await emitter.publish("anything", "b0dy");
    await quiet(emitter);
    await emitter.webhooks.sendExample("b", "before:measure").catch(() => {});
    const all = JSON.stringify([
      log,
      await emitter.webhooks.list(),
      (await emitter.deliveries.list()).items,
      await onlyDelivery(emitter),
    ]);
    expect(all).not.toMatch(/s3cr3t|pa55word|t0ken|fr4gment|b0dy/);
    expect(all).toContain("attempt.failed");
    expect(all).toContain("webhook.exhausted");
    const [request] = server.requests;
    expect(request?.headers.authorization).toBe(
      `Basic ${Buffer.from("user:pa55word").toString("base64")}`,
    );
    expect(request?.path).toBe("/hook?token=t0ken");
  });
});
