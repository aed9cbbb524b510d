import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { expressAdapter } from "@clustaar/adapter-express";
import { fastifyAdapter } from "@clustaar/adapter-fastify";
import { nodeAdapter } from "@clustaar/adapter-node";
import express from "express";
import Fastify from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { PreservicaClient, PreservicaReceiver } from "./index.ts";
import { deliveryRequest, simulatePreservica } from "./testing.ts";

const secret = "s3cr3t";
const refs = ["a9e1cae8-ea06-4157-8dd4-82d0525b031c", "0f2c6bf7-2a5f-4a9f-8d0b-0c5b8e9a7d11"];
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanup.splice(0).reverse()) await clean();
});

/** Mounts a receiver at /preservica of a real server and gives the address. */
const hosts: Record<string, (receiver: PreservicaReceiver) => Promise<string>> = {
  async Express(receiver) {
    const app = express();
    app.use("/preservica", expressAdapter(receiver));
    app.use(express.json());
    const server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    cleanup.push(
      () => server.closeAllConnections(),
      () => server.close(),
    );
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/preservica`;
  },
  async Fastify(receiver) {
    const app = Fastify({ forceCloseConnections: true });
    app.register(fastifyAdapter, { endpoint: receiver, path: "/preservica" });
    cleanup.push(() => app.close());
    return `${await app.listen({ port: 0, host: "127.0.0.1" })}/preservica`;
  },
  async "node:http"(receiver) {
    const server = createServer(nodeAdapter(receiver));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanup.push(
      () => server.closeAllConnections(),
      () => server.close(),
    );
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/preservica`;
  },
};

describe.each(Object.entries(hosts))("on %s, over real sockets", (_, mount) => {
  async function start(options = {}) {
    const receiver = new PreservicaReceiver({ secret, ...options });
    const seen: unknown[] = [];
    receiver.onEvent(({ event, trigger }) => seen.push([trigger, event.entityRef, event.title]));
    const url = await mount(receiver);
    const platform = await simulatePreservica({ twoFactorSecret: "JBSWY3DPEHPK3PXP" });
    cleanup.push(() => platform.close());
    const preservica = new PreservicaClient({
      ...platform.credentials,
      env: {},
      credentialsFile: null,
    });
    return { receiver, seen, url, platform, preservica };
  }

  it("logs in, subscribes, passes the challenge, receives, survives an expired token, lists, unsubscribes", async () => {
    const { receiver, seen, url, platform, preservica } = await start();
    const { webhooks } = preservica;
    const subscription = await webhooks.subscribe({ url, trigger: "INDEXED", secret });
    const untagged = await webhooks.subscribe({
      url,
      trigger: "CHANGED_SECURITY_DESCRIPTOR",
      secret,
      tag: false,
    });
    expect(subscription.url).toBe(`${url}?trigger=INDEXED`);
    expect(seen).toEqual([]);

    const events = refs.map((entityRef) => ({ entityRef, title: "Grüße, 日本, 😀" }));
    const [indexed] = await platform.deliver({ trigger: "INDEXED", events });
    expect([indexed?.status, indexed?.body]).toEqual([200, '{"success":true}']);
    await platform.deliver({ trigger: "SECURITY_CHANGED", events: [{ entityRef: refs[0] }] });
    await platform.deliver({
      trigger: "SECURITY_CHANGED",
      payload: { triggerType: "CHANGED_SECURITY_DESCRIPTOR", events: [{}] },
    });
    await platform.deliver({ trigger: "SECURITY_CHANGED", payload: { events: [{}] } });
    await platform.deliver({ trigger: "MOVED", events });
    expect(seen).toEqual([
      ["INDEXED", refs[0], "Grüße, 日本, 😀"],
      ["INDEXED", refs[1], "Grüße, 日本, 😀"],
      ["SECURITY_CHANGED", refs[0], undefined],
      ["SECURITY_CHANGED", undefined, undefined],
      [null, undefined, undefined],
    ]);

    const [forged] = await platform.deliver({ trigger: "INDEXED", events, secret: "another" });
    expect(forged?.status).toBe(401);
    expect(seen).toHaveLength(5);

    let failing = true;
    receiver.on("INDEXED", () => {
      if (failing) throw new Error("no database");
    });
    receiver.onError(() => {});
    const [failed] = await platform.deliver({ trigger: "INDEXED", events });
    expect([failed?.status, JSON.parse(failed?.body ?? "").code]).toEqual([500, "handler_failed"]);
    failing = false;

    platform.expireTokens();
    const listed = [];
    for await (const { id, trigger } of webhooks.list()) listed.push([id, trigger]);
    expect(listed).toEqual([
      [subscription.id, "INDEXED"],
      [untagged.id, "SECURITY_CHANGED"],
    ]);
    expect(platform.logins).toBe(2);
    const removed = [subscription.id, untagged.id];
    expect(await webhooks.unsubscribeAll()).toEqual({ removed, remaining: [] });
    expect(platform.subscriptions).toEqual([]);
    expect(await platform.deliver({ trigger: "INDEXED", events })).toEqual([]);
  });

  it("is not subscribed with a wrong secret, and the error says so", async () => {
    const { url, platform, preservica } = await start();
    const work = preservica.webhooks.subscribe({ url, trigger: "INDEXED", secret: "an0ther" });
    await expect(work).rejects.toThrow(
      /challenge failed, .* has the same secret: .*challengeResponse is wrong/,
    );
    expect(platform.subscriptions).toEqual([]);
  });

  it("is not subscribed by a platform whose codes would sign events", async () => {
    const { url } = await start();
    const platform = await simulatePreservica({
      challengeCode: () => 'preservica-webhook-auth{"events":[]}',
    });
    cleanup.push(() => platform.close());
    const { webhooks } = new PreservicaClient({
      ...platform.credentials,
      env: {},
      credentialsFile: null,
    });
    const work = webhooks.subscribe({ url, trigger: "INDEXED", secret });
    await expect(work).rejects.toThrow(/expected 200 to the challenge, got 400/);
  });

  it("answers each refusal with its status, and never leaves a connection hanging", async () => {
    const { url, seen } = await start({ maxBody: 1000 });
    const signed = (body: string) =>
      deliveryRequest({ secret, body }).headers.get("preservica-signature") ?? "";
    const cases: [string, string, Record<string, string>, string, number, string?][] = [
      ["POST", "", {}, '{"events":[]}', 401, "signature_missing"],
      ["POST", "", { "preservica-signature": "x" }, '{"events":[]}', 401, "signature_malformed"],
      [
        "POST",
        "",
        { "preservica-signature": signed("{}") },
        '{"events":[]}',
        401,
        "signature_invalid",
      ],
      ["POST", "", { "preservica-signature": signed("no") }, "no", 400, "body_not_json"],
      ["POST", "", { "preservica-signature": signed("{}") }, "{}", 422, "payload_invalid"],
      ["POST", "", {}, "x".repeat(1001), 413, "body_too_large"],
      ["POST", "?challengeCode=", {}, "", 400, "challenge_invalid"],
      ["POST", "?challengeCode=a&challengeCode=b", {}, "", 400, "challenge_invalid"],
      ["POST", `?challengeCode=%50reservica-webhook-auth`, {}, "", 400, "challenge_invalid"],
      ["POST", "?challengeCode=a", {}, "a body", 200],
      ["GET", "", {}, "", 405, "method_not_allowed"],
      ["GET", "?challengeCode=a", {}, "", 405, "method_not_allowed"],
    ];
    for (const [method, query, headers, body, status, code] of cases) {
      const answer = await send(method, url + query, headers, body);
      expect([method, query, answer.status, answer.json.code]).toEqual([
        method,
        query,
        status,
        code,
      ]);
      if (status === 405) expect(answer.headers.allow).toBe("POST");
      if (status === 401) expect(answer.headers["www-authenticate"]).toBe("Signature");
    }
    expect(seen).toEqual([]);
  });
});

/** One request in chunks, whatever its method. */
function send(method: string, url: string, headers: Record<string, string>, body: string) {
  return new Promise<{
    status: number;
    headers: Record<string, unknown>;
    json: Record<string, unknown>;
  }>((resolve, reject) => {
    const outgoing = httpRequest(url, { method, headers, agent: false }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on("data", (part: Buffer) => parts.push(part));
      incoming.on("end", () => {
        const { statusCode: status = 0, headers } = incoming;
        resolve({ status, headers, json: JSON.parse(Buffer.concat(parts).toString()) });
      });
    });
    outgoing.on("error", reject);
    if (body === "") return void outgoing.end();
    outgoing.setHeader("transfer-encoding", "chunked");
    for (const part of body.match(/.{1,100}/gs) ?? []) outgoing.write(part);
    outgoing.end();
  });
}
