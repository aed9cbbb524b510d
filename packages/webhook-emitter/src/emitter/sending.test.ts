import { createHmac, createPrivateKey, createPublicKey, verify } from "node:crypto";
import { servo, standardWebhooks } from "@clustaar/webhook-core/signatures";
import { describe, expect, it } from "vitest";
import { got, hook, quiet, startEmitter, startServer } from "./world.test-helpers.ts";

describe("what is sent", () => {
  it("is a signed POST with the event, the input and the results", async () => {
    const server = await startServer();
    const { emitter, events, clock } = await startEmitter({ webhooks: [hook(server)] });
    events.on("measure", () => ({ throughput: 42 }), { name: "prometheus" });
    await events.dispatch("measure", { metrics: ["rps"] });
    const request = await got(server);
    expect(request.json).toEqual({
      event: "after:measure",
      created_at: "2026-11-26T12:00:00.000+00:00",
      input: { metrics: ["rps"] },
      results: [{ connector: "prometheus", value: { throughput: 42 } }],
    });
    expect(request.headers).toMatchObject({
      "content-type": "application/vnd.opsani.servo-webhooks+json",
      "x-servo-signature": createHmac("sha1", "s3cr3t").update(request.body).digest("hex"),
      "webhook-event": "after:measure",
      "webhook-emitter-version": expect.any(String),
      "webhook-schema-version": "1",
      "webhook-timestamp": String(clock.now() / 1000),
    });
    const message = { headers: new Headers(request.headers as never), body: request.body };
    servo.verify(message, "s3cr3t");
    standardWebhooks.verify(message, Buffer.from("s3cr3t"), { now: clock.now() });
    const { items } = await emitter.deliveries.list();
    expect(request.headers["webhook-id"]).toBe(items[0]?.messageId);
  });

  it("goes once to a webhook that names an event twice, and to all that name it", async () => {
    const [one, two] = [await startServer(), await startServer()];
    const { emitter } = await startEmitter({
      webhooks: [
        hook(one, { events: ["after:order.paid", "order.*", "after:*"] }),
        hook(two, { events: "order.paid" }),
        hook(two, { events: "before:order.paid" }),
      ],
    });
    const receipt = await emitter.publish("order.paid", { total: 5 });
    expect(receipt.deliveries).toHaveLength(2);
    await got(one);
    await got(two);
    expect(two.requests[0]?.json.results).toEqual([]);
  });

  it("cannot be replaced by a webhook's own headers, which may be anything else", async () => {
    const server = await startServer();
    const { emitter } = await startEmitter({
      webhooks: [
        hook(server, {
          headers: {
            "Content-Type": "text/plain",
            "X-Servo-Signature": "mine",
            "Webhook-Id": "mine",
            "User-Agent": "me",
            Authorization: "Bearer x",
            Host: "other.example",
          },
        }),
      ],
    });
    await emitter.publish("order.paid", { total: 5 });
    const { headers, body } = await got(server);
    expect(headers).toMatchObject({
      "content-type": "application/vnd.opsani.servo-webhooks+json",
      "x-servo-signature": createHmac("sha1", "s3cr3t").update(body).digest("hex"),
      "webhook-id": expect.stringMatching(/^msg_/),
      "user-agent": "me",
      authorization: "Bearer x",
      host: "other.example",
    });
  });

  it.each([
    ["standard", false, true],
    ["servo", true, false],
    ["both", true, true],
  ] as const)(
    "has the signatures that the mode %s says",
    async (signature, hasServo, hasStandard) => {
      const server = await startServer();
      const { emitter } = await startEmitter({ webhooks: [hook(server, { signature })] });
      await emitter.publish("order.paid", { total: 5 });
      const { headers } = await got(server);
      expect("x-servo-signature" in headers).toBe(hasServo);
      expect("webhook-signature" in headers).toBe(hasStandard);
      expect(headers["webhook-id"]).toBeDefined();
    },
  );

  it("is signed with each secret of a rotation, and with Ed25519 for a whsk_ key", async () => {
    const server = await startServer();
    const seed = Buffer.alloc(32, 7);
    const secret = [
      `whsec_${Buffer.alloc(24, 1).toString("base64")}`,
      `whsk_${seed.toString("base64")}`,
      "plain",
    ];
    const { emitter, clock } = await startEmitter({ webhooks: [hook(server, { secret })] });
    await emitter.publish("order.paid", { total: 5 });
    const { headers, body } = await got(server);
    const signatures = String(headers["webhook-signature"]).split(" ");
    expect(signatures.map((one) => one.split(",")[0])).toEqual(["v1", "v1a", "v1"]);
    const message = { headers: new Headers(headers as never), body };
    for (const key of [Buffer.alloc(24, 1), Buffer.from("plain")]) {
      standardWebhooks.verify(message, key, { now: clock.now() });
    }
    servo.verify(message, Buffer.alloc(24, 1));
    const signed = Buffer.concat([
      Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`),
      body,
    ]);
    const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
    const publicKey = createPublicKey(
      createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }),
    );
    const raw = Buffer.from(signatures[1]?.split(",")[1] ?? "", "base64");
    expect(verify(null, signed, publicKey, raw)).toBe(true);
  });

  it("keeps its id over retries, with a new timestamp and a new signature each time", async () => {
    const server = await startServer((_request, response) => response.writeHead(500).end("no"));
    const { emitter, clock } = await startEmitter({ webhooks: [hook(server)] });
    await emitter.publish("order.paid", { total: 5 });
    await got(server);
    await quiet(emitter);
    await clock.pass(5_001);
    await got(server, 2);
    const [one, two] = server.requests.map(({ headers }) => headers);
    expect(two?.["webhook-id"]).toBe(one?.["webhook-id"]);
    expect(Number(two?.["webhook-timestamp"])).toBe(Number(one?.["webhook-timestamp"]) + 5);
    expect(two?.["webhook-signature"]).not.toBe(one?.["webhook-signature"]);
    expect(server.requests[1]?.body).toEqual(server.requests[0]?.body);
  });
});

describe("what is refused at publish", () => {
  it("a transaction that is not there, outside of which the event would be sent at once", async () => {
    const server = await startServer();
    const { emitter } = await startEmitter({ webhooks: [hook(server)] });
    await expect(
      emitter.publish("order.paid", { total: 5 }, { tx: undefined }),
    ).rejects.toMatchObject({ code: "config_invalid", message: expect.stringContaining("tx: ") });
    await quiet(emitter);
    expect(server.requests).toEqual([]);
  });

  it("what comes once the emitter is closed, a dispatch that was running included", async () => {
    const server = await startServer();
    const { emitter, events } = await startEmitter({ webhooks: [hook(server)] });
    const reported: unknown[] = [];
    events.onError((error) => reported.push(error));
    events.on("anything", () => emitter.close(), { name: "closes" });
    expect(await events.dispatch("anything", 1)).toHaveLength(1);
    expect(reported).toMatchObject([{ code: "store_unavailable" }]);
    await expect(emitter.publish("anything", 1)).rejects.toMatchObject({ code: "emitter_closed" });
  });

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  it.each([
    [{ a: [1, Number.NaN] }, "input.a.1: expected what JSON can hold, got NaN"],
    [{ a: Number.POSITIVE_INFINITY }, "input.a: expected what JSON can hold, got Infinity"],
    [{ a: 5n }, "input.a: expected what JSON can hold, got a bigint; send it as text"],
    [{ a: [undefined] }, "input.a.0: expected what JSON can hold, got undefined"],
    [{ a: () => {} }, "got a function"],
    [{ a: new Map() }, "got an instance of Map"],
    [{ a: new Uint8Array(3) }, "got bytes; send them as base64"],
    [{ a: new Date(Number.NaN) }, "got an invalid date"],
    [cyclic, "got an object that contains itself"],
  ])("%o", async (data, message) => {
    const { emitter } = await startEmitter();
    const publishing = emitter.publish("anything", data);
    await expect(publishing).rejects.toMatchObject({ code: "not_json" });
    await expect(publishing).rejects.toThrow(message);
  });

  it("a body that is too large", async () => {
    const { emitter } = await startEmitter();
    await expect(emitter.publish("anything", "x".repeat(262_144))).rejects.toMatchObject({
      code: "body_too_large",
      message: expect.stringContaining("expected at most 262144 bytes, got 2622"),
    });
    const small = await startEmitter({ maxBody: 100 });
    await expect(small.emitter.publish("anything", "x".repeat(100))).rejects.toMatchObject({
      code: "body_too_large",
    });
  });

  it("an event, an input or an option that is not right", async () => {
    const { emitter } = await startEmitter();
    await expect(emitter.publish("order.piad" as never, {} as never)).rejects.toThrow(
      'there is no event "order.piad"; did you mean "order.paid"?',
    );
    await expect(emitter.publish("order.paid", { total: "5" } as never)).rejects.toMatchObject({
      code: "input_invalid",
      issues: [{ path: ["total"] }],
    });
    await expect(
      emitter.publish("order.paid", { total: 5 }, { gruop: "a" } as never),
    ).rejects.toThrow(
      'unknown option "gruop"; did you mean group? The options are tx, idempotencyKey, group',
    );
    await expect(emitter.publish("order.paid", { total: 5 }, { group: "" })).rejects.toThrow(
      "group: expected a text of 1 to 256 characters",
    );
    for (const name of ["group", "idempotencyKey"] as const) {
      for (const text of ["a\0b", "half \ud83d"]) {
        await expect(emitter.publish("order.paid", { total: 5 }, { [name]: text })).rejects.toThrow(
          `${name}: expected a text of whole characters without U+0000`,
        );
      }
    }
    for (const options of [null, "order 1"]) {
      await expect(
        emitter.publish("order.paid", { total: 5 }, options as never),
      ).rejects.toMatchObject({ code: "config_invalid" });
    }
    await expect(emitter.publish("after:order.paid" as never, {} as never)).rejects.toThrow(
      'there is no event "after:order.paid"; did you mean "order.paid"?',
    );
    await expect(emitter.publish("order.paid", { total: 5 }, { tx: {} })).rejects.toMatchObject({
      code: "tx_unsupported",
    });
  });
});
