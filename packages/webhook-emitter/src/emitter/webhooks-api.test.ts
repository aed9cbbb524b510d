import { describe, expect, it } from "vitest";
import { memoryEmitterStore } from "../stores/memory/memory-store.ts";
import { createEmitter } from "./create-emitter.ts";
import { got, hook, quiet, startEmitter, startServer, testEvents } from "./world.test-helpers.ts";

describe("webhooks at run time", () => {
  it("are created, read, listed, changed and deleted, and live in the store", async () => {
    const store = memoryEmitterStore();
    const server = await startServer();
    const { emitter } = await startEmitter({ store, webhooks: [hook(server, { name: "fixed" })] });
    const created = await emitter.webhooks.create({
      url: `${server.url}/a?key=k`,
      events: ["order.*"],
      secret: "s3cr3t",
      description: "a customer's",
      allowInsecure: true,
    });
    expect(created).toMatchObject({
      id: expect.stringMatching(/^whk_/),
      source: "store",
      url: `${server.url}/a`,
      secret: "s3cr3t",
      status: "active",
    });
    expect(await emitter.webhooks.get(created.id)).not.toHaveProperty("secret");
    expect((await emitter.webhooks.list()).map(({ id }) => id)).toEqual(["fixed", created.id]);
    expect(
      await emitter.webhooks.update(created.id, { events: ["measure"], description: null }),
    ).toMatchObject({
      events: ["measure"],
      description: null,
    });
    await emitter.publish("order.paid", { total: 1 });
    await got(server);
    await emitter.close();
    const next = await startEmitter({ store });
    expect(await next.emitter.webhooks.get(created.id)).toMatchObject({ events: ["measure"] });
    await next.emitter.webhooks.delete(created.id);
    expect(await next.emitter.webhooks.get(created.id)).toBeUndefined();
    await expect(next.emitter.webhooks.delete(created.id)).rejects.toMatchObject({
      code: "webhook_unknown",
    });
  });

  it("make a secret where none is given, and refuse what cannot work with every mistake", async () => {
    const { emitter } = await startEmitter();
    const { secret, id } = await emitter.webhooks.create({
      url: "https://x.example",
      events: "order.*",
    });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const wrong = emitter.webhooks.create({ url: "ftp://x", evnets: ["order.*"], timeout: "soon" });
    await expect(wrong).rejects.toMatchObject({
      code: "config_invalid",
      issues: [{ path: ["url"] }, { path: ["timeout"] }, { path: ["evnets"] }, { path: [] }],
    });
    await expect(wrong).rejects.toThrow(
      'webhooks.create: evnets: unknown key "evnets"; did you mean events?',
    );
    await expect(emitter.webhooks.update(id, { secret: "x" })).rejects.toThrow(
      "webhooks.rotateSecret",
    );
    await expect(emitter.webhooks.update(id, { url: "nope" })).rejects.toThrow(
      "webhooks.update: url: ",
    );
    await expect(emitter.webhooks.rotateSecret(id, { secret: "" })).rejects.toThrow(
      "got an empty text",
    );
    for (const given of [null, [], "https://x.example"]) {
      await expect(emitter.webhooks.create(given as never)).rejects.toThrow(
        "webhooks.create: expected an object, got ",
      );
      await expect(emitter.webhooks.update(id, given as never)).rejects.toThrow(
        "webhooks.update: expected an object, got ",
      );
    }
    await expect(emitter.webhooks.pause("whk_x")).rejects.toThrow(
      'no webhook has the id or name "whk_x"',
    );
  });

  it("are changed, rotated and deleted by their name as well, and refuse an address nobody could read again", async () => {
    const { emitter } = await startEmitter();
    const { id } = await emitter.webhooks.create({
      name: "theirs",
      url: "https://x.example",
      events: "order.*",
    });
    await emitter.webhooks.rotateSecret("theirs");
    expect(await emitter.webhooks.update("theirs", { description: "new" })).toMatchObject({
      id,
      description: "new",
    });
    await expect(
      emitter.webhooks.create({ url: "https://me:hunter%2@x.example", events: "order.*" }),
    ).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.not.stringContaining("hunter"),
    });
    await emitter.webhooks.delete("theirs");
    expect(await emitter.webhooks.list()).toEqual([]);
  });

  it("keep a secret that was rotated twice for no longer than its grace", async () => {
    const server = await startServer((_request, response) => response.writeHead(500).end());
    const { emitter, clock } = await startEmitter({ rotationGrace: 1_000 });
    const { id } = await emitter.webhooks.create({
      url: server.url,
      events: "order.*",
      backoff: false,
    });
    const signatures = async () => {
      await emitter.publish("order.paid", { total: 1 });
      await quiet(emitter);
      return String(server.requests.at(-1)?.headers["webhook-signature"]).split(" ").length;
    };
    await emitter.webhooks.rotateSecret(id);
    await emitter.webhooks.rotateSecret(id);
    expect(await signatures()).toBe(3);
    await clock.pass(1_001);
    expect(await signatures()).toBe(1);
    await emitter.webhooks.rotateSecret(id, { grace: 0 });
    expect(await signatures()).toBe(1);
  });

  it("send the example of an event now, before or after, outside of the queue", async () => {
    const server = await startServer();
    const { emitter } = await startEmitter({ webhooks: [hook(server, { name: "a" })] });
    const sent = await emitter.webhooks.sendExample("a", "measure");
    expect(sent).toMatchObject({ attempt: { ok: true, status: 204 } });
    expect(server.requests[0]?.json).toMatchObject({
      event: "after:measure",
      input: { metrics: ["rps"] },
      results: [{ connector: "example", value: { throughput: 42 } }],
    });
    await emitter.webhooks.sendExample("a", "before:measure");
    expect(server.requests[1]?.json).toMatchObject({ event: "before:measure", results: null });
    expect((await emitter.deliveries.list()).items).toEqual([]);
    await expect(emitter.webhooks.sendExample("a", "adjust")).rejects.toThrow("has no example");
    await expect(emitter.webhooks.sendExample("a", "mesure")).rejects.toThrow(
      'did you mean "measure"?',
    );
  });

  it("trigger an event with data now, and show what was sent without what may be secret", async () => {
    const server = await startServer();
    const headers = { Authorization: "Bearer t0ken" };
    const { emitter } = await startEmitter({ webhooks: [hook(server, { name: "a", headers })] });
    const data = { metrics: ["latency"] };
    const { request, attempt } = await emitter.webhooks.trigger("a", "after:measure", { data });
    expect(attempt.status).toBe(204);
    expect(server.requests[0]?.headers.authorization).toBe("Bearer t0ken");
    expect(request.body).toBe(server.requests[0]?.body.toString());
    expect(request.headers).toMatchObject({
      authorization: "(hidden)",
      "webhook-signature": server.requests[0]?.headers["webhook-signature"],
    });
    await expect(
      emitter.webhooks.trigger("a", "measure", { data: { metrics: 5 } }),
    ).rejects.toMatchObject({ code: "input_invalid" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("explain", () => {
  it("says of each webhook whether it would be sent, and why not", async () => {
    const url = "https://x.example";
    const { emitter } = await startEmitter({
      webhooks: [
        { name: "all", url, secret: "s", events: "after:*" },
        {
          name: "rich",
          url,
          secret: "s",
          events: "order.paid",
          filter: { "input.total": { $gt: 100 } },
        },
        { name: "off", url, secret: "s", events: "after:*", enabled: false },
        { name: "other", url, secret: "s", events: "measure" },
        { name: "gate", url, secret: "s", events: "before:order.paid" },
      ],
    });
    expect(await emitter.explain("order.paid", { total: 5 })).toEqual([
      {
        webhook: "all",
        name: "all",
        sent: true,
        reason: "the event is deprecated: use order.settled",
      },
      { webhook: "rich", name: "rich", sent: false, reason: "filter input.total $gt 100" },
      { webhook: "off", name: "off", sent: false, reason: "it is switched off (enabled: false)" },
      {
        webhook: "other",
        name: "other",
        sent: false,
        reason: "after:order.paid is not among its events",
      },
      {
        webhook: "gate",
        name: "gate",
        sent: false,
        reason: "after:order.paid is not among its events, but before:order.paid is",
      },
    ]);
    expect(await emitter.explain("before:order.paid", { total: 5 }, "gate")).toMatchObject([
      { sent: true },
    ]);
    await expect(emitter.explain("order.paid", { total: "5" })).rejects.toMatchObject({
      code: "input_invalid",
    });
    await expect(emitter.explain("order.paid", {}, "gat")).rejects.toThrow('did you mean "gate"?');
    await expect(emitter.explain("order.piad" as never, {})).rejects.toMatchObject({
      code: "event_unknown",
    });
  });
});

describe("createEmitter", () => {
  it.each([
    [{}, "createEmitter: events: expected what createEvents gives, got undefined"],
    [{ events: testEvents() }, 'expected "memory:", "file:PATH"'],
    [{ events: testEvents(), store: "" }, "there is no default: choose where deliveries are kept"],
    [{ events: testEvents(), store: "redis://user:pa55@x" }, 'that begins with "redis:"'],
    [{ events: testEvents(), store: {} }, "without the methods of a store"],
    [{ events: testEvents(), store: "memory:", webhook: [] }, 'unknown option "webhook"'],
    [
      { events: testEvents(), store: "memory:", webhooks: 5 },
      "expected a file's path or a list of webhooks, got a number",
    ],
    [
      { events: testEvents(), store: "memory:", webhooks: "nowhere.yaml" },
      "the file nowhere.yaml cannot be read (ENOENT)",
    ],
    [
      { events: testEvents(), store: "memory:", webhooks: [{}] },
      "createEmitter: webhooks.0: url: ",
    ],
    [
      { events: testEvents(), store: "memory:", timeout: "5s" },
      "timeout: expected a number of milliseconds",
    ],
    [
      { events: testEvents(), store: "memory:", schedule: ["soon"] },
      'schedule: expected a list of durations such as 5s or 5m, got "soon"',
    ],
    [
      { events: testEvents(), store: "memory:", allowPrivate: ["10"] },
      'allowPrivate: expected a list of networks such as 10.0.0.0/8, got "10"',
    ],
    [{ events: testEvents(), store: "memory:", allowPrivate: "10.0.0.0/8" }, "got a string"],
    [
      { events: testEvents(), store: "memory:", signature: "none" },
      "signature: expected one of both, standard, servo",
    ],
    [{ events: testEvents(), store: "memory:", allowInsecure: "yes" }, "expected true or false"],
    [{ events: testEvents(), store: "memory:", log: "console" }, "log: expected a function"],
    [{ events: testEvents(), store: "memory:", clock: Date }, "clock: after: expected a function"],
    [
      { events: testEvents(), store: "memory:", env: "PATH" },
      "env: expected an object of variables",
    ],
    [
      { events: testEvents(), store: "memory:", contentType: "json" },
      'contentType: expected a media type such as application/json, got "json"',
    ],
    [
      {
        events: testEvents(),
        store: "memory:",
        webhooks: ["https://a.example", "https://b.example"].map((url) => ({
          name: "a",
          url,
          secret: "s",
          events: "order.*",
        })),
      },
      'createEmitter: webhooks.1.name: the name "a" is there twice',
    ],
    [
      { events: testEvents(), store: "memory:", maxInFlight: 0 },
      "maxInFlight: expected a number of attempts from 1 up",
    ],
  ])("refuses %#", async (options, message) => {
    await expect(createEmitter(options as never)).rejects.toThrow(message);
  });

  it("refuses events that are its own, and two emitters share one definition of events", async () => {
    const { createEvents } = await import("../events/create-events.ts");
    await expect(
      createEmitter({ events: createEvents({ "webhook.disabled": {} }), store: "memory:" }),
    ).rejects.toThrow("is an event of the emitter itself");
    const events = testEvents();
    const server = await startServer();
    await startEmitter({ events, webhooks: [hook(server)] });
    await startEmitter({ events, webhooks: [hook(server)] });
    await events.dispatch("anything", 1);
    await got(server, 2);
  });
});
