import { getEventListeners } from "node:events";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { PreservicaClient } from "../index.ts";
import { failure, ids, json, loggedIn, manager, scripted, start } from "./client-fixtures.ts";

describe("trying again", () => {
  const reset = () =>
    new TypeError("fetch failed", {
      cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }),
    });

  it.each([502, 503, 504])(
    "happens up to three times for %d on calls that may be repeated",
    async (status) => {
      const down = () => new Response("down", { status });
      const well = scripted([loggedIn(), down(), down(), manager(), json([])]);
      expect(await ids(well.client)).toEqual([]);
      expect(well.pauses).toEqual([200, 400]);
      const ill = scripted([loggedIn(), down(), down(), down(), manager()]);
      const error = await failure(ids(ill.client));
      expect([error.code, error.status, error.body, ill.sent.length]).toEqual([
        "request_refused",
        status,
        "down",
        4,
      ]);
    },
  );

  it("happens for connection errors, over real sockets too", async () => {
    const well = scripted([loggedIn(), reset(), manager(), reset(), reset(), json([])]);
    expect(await ids(well.client)).toEqual([]);
    const ill = scripted([loggedIn(), reset(), reset(), reset()]);
    const error = await failure(ids(ill.client));
    expect(error).toMatchObject({
      code: "connection_failed",
      url: "https://eu.preservica.com/api/user/details",
    });
    expect(error.message).toMatch(/fetch failed, ECONNRESET/);
    expect(error.cause).toBeInstanceOf(TypeError);

    const { platform, client } = await start();
    const made = client();
    await made.token();
    platform.failNext(0, { times: 2, matches: /^GET/ });
    expect(await ids(made)).toEqual([]);
  });

  it("never happens for calls that change something, nor for other statuses", async () => {
    for (const answer of [new Response("", { status: 503 }), reset()]) {
      const login = scripted([
        answer.constructor === Response ? new Response("", { status: 503 }) : reset(),
        loggedIn(),
      ]);
      await failure(login.client.token());
      expect(login.sent).toHaveLength(1);
      const subscribe = scripted([loggedIn(), manager(), answer, json({ id: "1" })]);
      await failure(
        subscribe.client.webhooks.subscribe({
          url: "http://r.example/",
          trigger: "MOVED",
          secret: "s",
        }),
      );
      expect([subscribe.sent.length, subscribe.pauses]).toEqual([3, []]);
    }
    for (const status of [400, 404, 429, 500, 501]) {
      const other = scripted([loggedIn(), new Response("", { status })]);
      expect((await failure(ids(other.client))).status).toBe(status);
      expect(other.pauses).toEqual([]);
    }
  });

  it("of a removal whose answer was lost takes 404 for done", async () => {
    const gone = () => new Response("", { status: 404 });
    const lost = scripted([loggedIn(), manager(), reset(), gone()]);
    await lost.client.webhooks.unsubscribe("1");
    const never = scripted([loggedIn(), manager(), gone()]);
    expect((await failure(never.client.webhooks.unsubscribe("1"))).status).toBe(404);
  });
});

describe("giving up", () => {
  it("after the timeout, even when fetch does not listen", async () => {
    const { client, sent } = scripted([loggedIn(), "hang"], { timeout: 20 });
    const error = await failure(ids(client));
    expect([error.code, sent.length]).toEqual(["request_timeout", 2]);
    expect(error.message).toMatch(/no answer within 20 ms/);
    expect((await failure(scripted(["hang"], { timeout: 20 }).client.token())).code).toBe(
      "request_timeout",
    );
  });

  it("after the timeout also while the body comes", async () => {
    const endless = () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) }));
    const { client } = scripted([loggedIn(), endless()], { timeout: 20 });
    expect((await failure(ids(client))).code).toBe("request_timeout");
  });

  it("when the signal says so, in every call", async () => {
    const reason = new Error("enough");
    const calls: ((client: PreservicaClient, signal: AbortSignal) => Promise<unknown>)[] = [
      (client, signal) => client.token({ signal }),
      (client, signal) => client.get("/api/x", { signal }),
      (client, signal) => client.webhooks.list({ signal }).next(),
      (client, signal) => client.webhooks.unsubscribe("1", { signal }),
      (client, signal) => client.webhooks.unsubscribeAll({ signal }),
      (client, signal) =>
        client.webhooks.subscribe({
          url: "http://r.example/",
          trigger: "MOVED",
          secret: "s",
          signal,
        }),
    ];
    for (const call of calls) {
      // Before anything is sent, and while an answer is awaited.
      const before = scripted([loggedIn()]);
      await expect(call(before.client, AbortSignal.abort(reason))).rejects.toBe(reason);
      expect(before.sent).toEqual([]);
      const during = scripted([loggedIn(), "hang"]);
      const controller = new AbortController();
      if (call !== calls[0]) await during.client.token();
      const hanging = call === calls[0] ? scripted(["hang"]) : during;
      const work = call(hanging.client, controller.signal);
      setTimeout(() => controller.abort(reason), 5);
      await expect(work).rejects.toBe(reason);
    }
  });

  it("between two tries", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    for (const sleep of [() => new Promise<void>(() => {}), undefined]) {
      const { client } = scripted(
        [loggedIn(), new Response("", { status: 503 })],
        sleep ? { sleep } : {},
      );
      await client.token();
      const work = client.get("/api/x", { signal: controller.signal });
      setTimeout(() => controller.abort(reason), 5);
      await expect(work).rejects.toBe(reason);
    }
  });
});

describe("get", () => {
  it("sends the token and gives the body to be streamed", async () => {
    const { platform, client } = await start({ thumbnails: { abc: new Uint8Array([1, 2, 3]) } });
    const made = client();
    await made.token();
    platform.expireTokens();
    const response = await made.get("/api/content/thumbnail", {
      query: { id: "sdb:IO|abc", size: "large" },
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect(platform.requests.at(-1)?.path).toBe(
      "/api/content/thumbnail?id=sdb%3AIO%7Cabc&size=large",
    );
    const error = await failure(
      made.get("/api/content/thumbnail", { query: { id: "sdb:IO|no", size: "large" } }),
    );
    expect([error.code, error.status, error.body]).toEqual([
      "request_refused",
      404,
      '{"message":"thumbnail.unknown"}',
    ]);
  });

  it("takes a token nowhere else", async () => {
    const { client, sent } = scripted([]);
    for (const path of [
      "//elsewhere.example/",
      "https://elsewhere.example/",
      "/\\elsewhere.example/",
      "@elsewhere.example/",
      "api",
      "",
      "//",
      "http://[",
    ]) {
      await expect(client.get(path)).rejects.toThrow(
        expect.objectContaining({ code: "config_invalid" }),
      );
    }
    expect(sent).toEqual([]);
  });
});

describe("get left abort listeners on the caller's signal", () => {
  const { signal } = new AbortController();
  it.each<[string, (response: Response) => Promise<unknown> | undefined]>([
    ["read", (response) => response.text()],
    ["cancelled", (response) => response.body?.cancel()],
    ["broken", (response) => response.text().catch(() => {})],
  ])("when the body was %s", async (how, end) => {
    const broken = () =>
      new ReadableStream({
        pull() {
          throw new Error("reset");
        },
      });
    const answers = Array.from(
      { length: 25 },
      () => new Response(how === "broken" ? broken() : "x"),
    );
    const { client } = scripted([loggedIn(), ...answers]);
    for (const _ of answers) await end(await client.get("/x", { signal }));
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("when there was no body", async () => {
    const { client } = scripted([loggedIn(), new Response(null, { status: 204 })]);
    expect((await client.get("/x", { signal })).status).toBe(204);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("a body that breaks, hangs or is given up was no PreservicaError", () => {
  const cut = (status: number) =>
    new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode("begun")),
        pull() {
          throw new Error("reset with hunter2");
        },
      }),
      { status },
    );
  const hangs = (status: number) =>
    new Response(new ReadableStream({ pull: () => new Promise(() => {}) }), { status });
  const text = async (answer: Response, options: { timeout?: number; signal?: AbortSignal }) => {
    const { timeout = 5_000, signal } = options;
    const { client } = scripted([loggedIn(), answer], { timeout, password: "hunter2" });
    return (await client.get("/x", { signal })).text();
  };

  it.each([200, 400])("with status %d", async (status) => {
    const broken = await failure(text(cut(status), {}));
    expect([broken.code, broken.url]).toEqual(["connection_failed", "https://eu.preservica.com/x"]);
    expect(inspect(broken, { depth: null })).not.toContain("hunter2");
    const late = await failure(text(hangs(status), { timeout: 20 }));
    expect(late.code).toBe("request_timeout");
    const reason = new Error("enough");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 5);
    await expect(text(hangs(status), { signal: controller.signal })).rejects.toBe(reason);
  });
});

it("took a signal that is none", async () => {
  const { client, sent } = scripted([]);
  // Called wrongly on purpose.
  const options = { signal: "x" } as never;
  const { webhooks } = client;
  const hook = { url: "http://r.example/", trigger: "MOVED", secret: "s", signal: "x" } as never;
  for (const work of [
    () => client.token(options),
    () => client.get("/x", options),
    () => webhooks.list(options).next(),
    () => webhooks.unsubscribe("1", options),
    () => webhooks.unsubscribeAll(options),
    () => webhooks.subscribe(hook),
  ]) {
    await expect(work()).rejects.toThrow(/signal: expected an AbortSignal, got a string/);
  }
  expect(sent).toEqual([]);
});
