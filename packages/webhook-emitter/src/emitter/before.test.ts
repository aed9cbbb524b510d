import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import { type Endpoint, Webhook } from "@clustaar/webhook-core";
import { servo, standardWebhooks } from "@clustaar/webhook-core/signatures";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { amend, cancel, createResponder } from "../responder/create-responder.ts";
import { CANCEL_TYPE, PATCH_TYPE } from "./before.ts";
import { mergePatch } from "./merge-patch.ts";
import { hook, startEmitter, startServer } from "./world.test-helpers.ts";

async function mount(responder: Endpoint) {
  const server = createServer(nodeAdapter(responder));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

const answering = (status: number, type: string, body: string) =>
  startServer((_request, response) =>
    response.writeHead(status, { "content-type": type }).end(body),
  );

const adjust = { replicas: 3 };

// RFC 8032, section 7.1, TEST 1.
const whsk = `whsk_${Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex").toString("base64")}`;
const whpk = `whpk_${Buffer.from("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "hex").toString("base64")}`;

describe("webhooks of before:", () => {
  it("are asked with the input, signed, before the handlers run", async () => {
    const server = await startServer();
    const { events, emitter } = await startEmitter({
      webhooks: [hook(server, { events: "before:adjust" })],
    });
    const on = vi.fn();
    events.on("adjust", () => {
      on();
      expect(server.requests).toHaveLength(1);
    });
    await events.dispatch("adjust", adjust);
    expect(on).toHaveBeenCalledOnce();
    expect(server.requests[0]?.json).toEqual({
      event: "before:adjust",
      created_at: expect.any(String),
      input: adjust,
      results: null,
    });
    expect(server.requests[0]?.headers).toMatchObject({
      "webhook-id": expect.stringMatching(/^msg_/),
      "x-servo-signature": expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect((await emitter.deliveries.list()).items).toEqual([]);
  });

  it("cancel with their reason, and dispatch rejects with it", async () => {
    const server = await answering(200, CANCEL_TYPE, '{"reason":"not now"}');
    const { events } = await startEmitter({
      webhooks: [hook(server, { name: "gate", events: "before:*" })],
    });
    const on = vi.fn();
    events.on("adjust", on);
    events.on("after:adjust", on);
    await expect(events.dispatch("adjust", adjust)).rejects.toMatchObject({
      name: "CancelEventError",
      reason: "not now",
      event: "adjust",
      by: "gate",
    });
    expect(on).not.toHaveBeenCalled();
  });

  it.each([
    [`${CANCEL_TYPE}; charset=utf-8`, '{"reason":"no"}', "no"],
    [CANCEL_TYPE.toLowerCase(), "{}", "cancelled by gate"],
    [CANCEL_TYPE, "not JSON", "cancelled by gate"],
    [CANCEL_TYPE, "", "cancelled by gate"],
    [CANCEL_TYPE, '{"reason":5}', "cancelled by gate"],
  ])("mean no with %s and %j", async (type, body, reason) => {
    const server = await answering(200, type, body);
    const { events } = await startEmitter({
      webhooks: [hook(server, { name: "gate", events: "before:*" })],
    });
    await expect(events.dispatch("adjust", adjust)).rejects.toMatchObject({ reason });
  });

  it.each([
    [201, CANCEL_TYPE, '{"reason":"no"}'],
    [500, CANCEL_TYPE, '{"reason":"no"}'],
    [200, "application/json", '{"reason":"no"}'],
    [204, CANCEL_TYPE, ""],
  ])("do not cancel with %d, %s and %j", async (status, type, body) => {
    const server = await answering(status, type, body);
    const { events } = await startEmitter({ webhooks: [hook(server, { events: "before:*" })] });
    await expect(events.dispatch("adjust", adjust)).resolves.toEqual([]);
  });

  it("amend the input, which is validated again, one after the other in their order", async () => {
    const one = await answering(200, PATCH_TYPE, '{"replicas":5,"note":"five"}');
    const two = await answering(200, PATCH_TYPE, '{"note":null}');
    const { events } = await startEmitter({
      webhooks: [hook(one, { events: "before:adjust" }), hook(two, { events: "before:adjust" })],
    });
    events.on("adjust", (input) => input);
    expect(await events.dispatch("adjust", adjust)).toMatchObject([{ value: { replicas: 5 } }]);
    one.answer = (_request, response) =>
      response.writeHead(200, { "content-type": PATCH_TYPE }).end('{"replicas":99}');
    await expect(events.dispatch("adjust", adjust)).rejects.toMatchObject({
      code: "input_invalid",
      message: expect.stringContaining("as a webhook amended it: replicas: "),
    });
  });

  it("that cannot be asked are logged, and the event goes on or not, as onFailure says", async () => {
    const gone = await startServer();
    await gone.close();
    const broken = await answering(200, PATCH_TYPE, "no patch");
    for (const server of [gone, broken]) {
      const webhook = hook(server, { name: "gate", events: "before:*" });
      const { events, log } = await startEmitter({ webhooks: [webhook] });
      await expect(events.dispatch("adjust", adjust)).resolves.toEqual([]);
      expect(log).toContainEqual(
        expect.objectContaining({
          level: "warn",
          code: "before.failed",
          message: expect.stringContaining("the event goes on"),
        }),
      );
      const strict = await startEmitter({ webhooks: [{ ...webhook, onFailure: "cancel" }] });
      await expect(strict.events.dispatch("adjust", adjust)).rejects.toMatchObject({
        name: "CancelEventError",
        reason: expect.stringMatching(/^the webhook gate could not be asked: /),
      });
      const all = await startEmitter({ onFailure: "cancel", webhooks: [webhook] });
      await expect(all.events.dispatch("adjust", adjust)).rejects.toThrow("could not be asked");
    }
  });

  it("are asked at once, and together take no longer than beforeMaxTime", async () => {
    const servers = await Promise.all([1, 2, 3].map(() => startServer(() => {})));
    const { events } = await startEmitter({
      beforeMaxTime: 300,
      webhooks: servers.map((server) => hook(server, { events: "before:*" })),
    });
    const started = performance.now();
    await events.dispatch("adjust", adjust);
    for (const server of servers) expect(server.requests).toHaveLength(1);
    // Three in a row would take three times as long; there is room for a slow machine.
    expect(performance.now() - started).toBeLessThan(300 * 3 + 5_000);
  });

  it("are left out with exclude, with only, and when they are paused or do not fit", async () => {
    const server = await answering(200, CANCEL_TYPE, "{}");
    const { events, emitter } = await startEmitter({
      webhooks: [
        hook(server, {
          name: "gate",
          events: "before:*",
          filter: { "input.replicas": { $gt: 2 } },
        }),
      ],
    });
    await events.dispatch("adjust", adjust, { exclude: ["webhooks"] });
    await events.dispatch("adjust", adjust, { only: ["on", "after"] });
    await events.dispatch("adjust", { replicas: 1 });
    await emitter.webhooks.pause("gate");
    await events.dispatch("adjust", adjust);
    expect(server.requests).toEqual([]);
    await emitter.webhooks.resume("gate");
    await expect(events.dispatch("adjust", adjust)).rejects.toThrow("cancelled by gate");
  });

  it("end when the caller gives up", async () => {
    const server = await startServer(() => {});
    const { events } = await startEmitter({ webhooks: [hook(server, { events: "before:*" })] });
    const controller = new AbortController();
    const dispatching = events.dispatch("adjust", adjust, { signal: controller.signal });
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    controller.abort(new Error("gave up"));
    await expect(dispatching).rejects.toThrow("gave up");
  });
});

describe("createResponder", () => {
  const options = { allowPrivate: ["127.0.0.0/8"] };

  it("cancels, amends and lets through, with each kind of signature", async () => {
    const responder = createResponder({ secret: "s3cr3t" })
      .on("before:adjust", ({ input, results, event }) => {
        expect([event, results]).toEqual(["before:adjust", null]);
        const { replicas } = input as { replicas: number };
        if (replicas > 8) return cancel("only between midnight and three");
        return replicas > 5 ? amend({ replicas: 5 }) : undefined;
      })
      .on("after:*", () => undefined);
    const { url } = await mount(responder);
    for (const signature of ["both", "servo", "standard"]) {
      const { events } = await startEmitter({
        ...options,
        // The signed time is held against the clock of this machine.
        clock: { now: Date.now, after: () => () => {} } as never,
        webhooks: [
          { url, secret: "s3cr3t", events: ["before:adjust"], signature, onFailure: "cancel" },
        ],
      });
      events.on("adjust", (input) => input);
      await expect(events.dispatch("adjust", { replicas: 9 })).rejects.toThrow(
        "only between midnight",
      );
      expect(await events.dispatch("adjust", { replicas: 7 })).toMatchObject([
        { value: { replicas: 5 } },
      ]);
      expect(await events.dispatch("adjust", { replicas: 2 })).toMatchObject([
        { value: { replicas: 2 } },
      ]);
    }
  });

  it("refuses what is not signed with its secret, answers 404 to what nobody handles, and 500 to what fails", async () => {
    const responder = createResponder({ secret: ["new", "old"] }).on("before:adjust", () => {
      throw new Error("no database");
    });
    const statuses: unknown[] = [];
    responder.onResponse(({ status, code }) => statuses.push([status, code]));
    responder.onError(() => {});
    const { url } = await mount(responder);
    for (const [secret, event] of [
      ["wrong", "adjust"],
      ["old", "measure"],
      ["new", "adjust"],
    ] as const) {
      const { events } = await startEmitter({
        ...options,
        clock: { now: Date.now, after: () => () => {} } as never,
        webhooks: [{ url, secret, events: [`before:${event}`] }],
      });
      await events.dispatch(event, (event === "adjust" ? adjust : { metrics: [] }) as never);
    }
    expect(statuses).toEqual([
      [401, "signature_invalid"],
      [404, "no_route"],
      [500, "handler_failed"],
    ]);
  });

  it("signs the challenge of webhooks.verify, which a stranger cannot", async () => {
    const { url } = await mount(createResponder({ secret: "s3cr3t" }));
    const { emitter } = await startEmitter({
      clock: { now: Date.now, after: () => () => {} } as never,
      webhooks: [{ name: "a", url, secret: "s3cr3t", events: "after:*" }],
    });
    expect(await emitter.webhooks.verify("a")).toMatchObject({
      attempt: { ok: true, status: 200 },
    });
    for (const [status, body] of [
      [200, '{"challenge_response":"0"}'],
      [200, "{}"],
      [200, ""],
      [500, ""],
    ] as const) {
      const stranger = await answering(status, "application/json", body);
      const world = await startEmitter({ webhooks: [hook(stranger, { name: "b" })] });
      await expect(world.emitter.webhooks.verify("b")).rejects.toMatchObject({
        code: "verification_failed",
        message: expect.stringContaining("webhooks.verify: b: "),
      });
    }
  });

  it.each([
    ["both schemes", { secret: "s3cr3t" }, "s3cr3t"],
    ["servo's alone", { secret: "s3cr3t", signature: "servo" }, "s3cr3t"],
    ["an older secret of a rotation", { secret: "older" }, ["newer", "older"]],
    ["a private key", { secret: whsk }, ["newer", whpk]],
  ] as const)("answers a ping that was signed with %s", async (_what, own, secret) => {
    const { url } = await mount(createResponder({ secret }));
    const { emitter } = await startEmitter({
      clock: { now: Date.now, after: () => () => {} } as never,
      webhooks: [{ name: "a", url, events: "after:*", ...own }],
    });
    expect((await emitter.webhooks.verify("a")).attempt).toMatchObject({ ok: true, status: 200 });
  });

  it.each([
    ["its shared secret", `whsec_${Buffer.alloc(24, 1).toString("base64")}`, undefined],
    ["the public key of its private one", whsk, whpk],
  ])("is answered by a Webhook that has %s", async (_what, secret, privateKey = secret) => {
    const webhook = new Webhook({ privateKey, scheme: standardWebhooks }).onResponse(() => {});
    const { url } = await mount(webhook);
    const { emitter } = await startEmitter({
      clock: { now: Date.now, after: () => () => {} } as never,
      webhooks: [
        { name: "a", url, events: "after:*", secret },
        { name: "b", url, events: "after:*", secret: "another" },
      ],
    });
    expect((await emitter.webhooks.verify("a")).attempt).toMatchObject({ ok: true, status: 200 });
    await expect(emitter.webhooks.verify("b")).rejects.toThrow("the endpoint answered 401");
  });

  it("signs nothing that is not a challenge", async () => {
    const responder = createResponder({ secret: "s3cr3t" }).onResponse(() => {});
    for (const challenge of [5, "short", "msg_1.1764158400.{}", "a".repeat(200)]) {
      const body = Buffer.from(JSON.stringify({ event: "webhook.ping", challenge }));
      const headers = new Headers(servo.sign({ body, timestamp: 0 }, "s3cr3t"));
      const request = { method: "POST", path: "/", query: new URLSearchParams(), headers, body };
      expect((await responder.handle(request)).status).toBe(422);
    }
  });

  it.each([
    [{}, "expected a secret as text, got undefined"],
    [{ secret: "" }, "got an empty text"],
    [{ secret: [] }, "got an empty list"],
    [{ secret: "**********" }, "what stands for a hidden one"],
    [
      { secret: `whsk_${Buffer.alloc(32).toString("base64")}` },
      "expected a shared secret or a public key",
    ],
    [{ secret: "s", maxBdy: 5 }, 'unknown option "maxBdy"'],
  ])("refuses to be built with %j", (options, message) => {
    expect(() => createResponder(options as never)).toThrow(message);
  });

  it("refuses events it never gets, and answers it cannot send", async () => {
    const responder = createResponder({ secret: "s" });
    expect(() => responder.on("adjust", () => undefined)).toThrow(
      "with before: or after: in front",
    );
    expect(() => cancel("")).toThrow("expected a reason");
  });
});

describe("mergePatch", () => {
  // RFC 7396, appendix A.
  it.each([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', "{}"],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['["a","b"]', '["c","d"]', '["c","d"]'],
    ['{"a":"b"}', '["c"]', '["c"]'],
    ['{"a":"foo"}', "null", "null"],
    ['{"a":"foo"}', '"bar"', '"bar"'],
    ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
    ["[1,2]", '{"a":"b","c":null}', '{"a":"b"}'],
    ["{}", '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
    ["{}", '{"__proto__":{"polluted":1}}', '{"__proto__":{"polluted":1}}'],
  ])("%s and %s give %s", (target, patch, expected) => {
    expect(JSON.stringify(mergePatch(JSON.parse(target), JSON.parse(patch)))).toBe(expected);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
