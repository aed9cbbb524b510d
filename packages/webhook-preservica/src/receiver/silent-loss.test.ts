import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expressAdapter } from "@clustaar/adapter-express";
import { nodeAdapter } from "@clustaar/adapter-node";
import type { ResponseEvent, WebhookRequest } from "@clustaar/webhook-core/endpoint";
import express from "express";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PreservicaReceiver } from "../index.ts";
import { challengeRequest, deliveryRequest } from "../testing.ts";

const secret = "s3cr3t";
const events = [{ entityRef: "one" }, { entityRef: "two" }];
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const clean of cleanup.splice(0).reverse()) await clean();
});

/** A receiver, and what its listeners are called with. */
function observed(options = {}) {
  const receiver = new PreservicaReceiver({ secret, ...options });
  const errors: string[] = [];
  const responses: ResponseEvent[] = [];
  receiver.onError((error) => errors.push(`${error.code}: ${error.message}`));
  receiver.onResponse((event) => responses.push(event));
  return { receiver, errors, responses };
}

const unsigned = (request: WebhookRequest): WebhookRequest => ({
  ...request,
  headers: new Headers({ "preservica-signature": "0".repeat(64) }),
});

describe("a delivery whose signature was right was refused, and nobody was told:", () => {
  it.each([
    ["payload_invalid", { payload: {} }, "events: expected a list of objects, got nothing"],
    ["payload_invalid", { body: "[]" }, "events: expected a list of objects, got nothing"],
    ["payload_invalid", { payload: { events: [{ entityRef: 7 }] } }, "got a number"],
    ["body_not_json", { body: "not json" }, ""],
    ["body_not_json", { body: '{"events":[],"size":1e400}' }, "1e400"],
    ["body_too_deep", { body: `{"events":${"[".repeat(9000)}${"]".repeat(9000)}}` }, ""],
    ["body_too_large", { body: `{"events":[${" ".repeat(20_000)}]}` }, "at most 19000 bytes"],
  ])("%s for %j", async (code, what, detail) => {
    const { receiver, errors, responses } = observed({ maxBody: 19_000 });
    const request = deliveryRequest({ secret, ...what });
    const { status } = await receiver.handle(request);
    expect(status).toBeLessThan(500);
    expect(errors).toEqual([expect.stringContaining(`${code}: `)]);
    expect(errors[0]).toContain(detail);
    expect(responses.map((event) => [event.code, event.status])).toEqual([[code, status]]);
    // What a stranger sends is not worth a report.
    await receiver.handle(unsigned(request));
    await receiver.handle({ ...request, headers: new Headers() });
    expect(errors).toHaveLength(1);
    expect(responses).toHaveLength(3);
  });

  it("encoding_unsupported for a body that is compressed", async () => {
    const { receiver, errors } = observed();
    const request = deliveryRequest({ secret, body: gzipSync('{"events":[]}') });
    (request.headers as Headers).set("content-encoding", "gzip");
    const { status, body } = await receiver.handle(request);
    expect([status, JSON.parse(String(body)).code]).toEqual([415, "encoding_unsupported"]);
    expect(errors).toEqual([expect.stringMatching(/^encoding_unsupported: .*got gzip/)]);
  });

  it("not even the console was", async () => {
    const written = vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(console, "warn").mockImplementation(() => {});
    await new PreservicaReceiver({ secret }).handle(deliveryRequest({ secret, payload: {} }));
    expect(written.mock.calls).toEqual([
      [expect.stringContaining("payload_invalid: events: expected a list of objects")],
    ]);
  });
});

describe("what an adapter answered itself nobody was told:", () => {
  async function listen(listener: Parameters<typeof createServer>[1]): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanup.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  function post(url: string, request: WebhookRequest) {
    const signature = request.headers.get("preservica-signature") ?? "";
    return fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "preservica-signature": signature },
      body: Buffer.from(request.body),
    });
  }

  it("500 for a body that express.json() had read first", async () => {
    const { receiver, errors, responses } = observed();
    receiver.onEvent(() => expect.unreachable());
    const app = express();
    app.use(express.json());
    app.use("/", expressAdapter(receiver));
    const answer = await post(await listen(app), deliveryRequest({ secret, events }));
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      500,
      "raw_body_unavailable",
    ]);
    expect(errors).toEqual([expect.stringMatching(/^raw_body_unavailable: .*express\.json/)]);
    expect(responses.map(({ status, code }) => [status, code])).toEqual([
      [500, "raw_body_unavailable"],
    ]);
  });

  it("413 for what looks like a delivery, once a minute", async () => {
    let time = 0;
    const { receiver, errors, responses } = observed({ maxBody: 10 });
    const url = await listen(nodeAdapter(receiver));
    const delivery = deliveryRequest({ secret, events });
    vi.spyOn(performance, "now").mockImplementation(() => time);
    const statuses: number[] = [];
    for (const at of [0, 30_000, 59_999, 60_000]) {
      time = at;
      statuses.push((await post(url, delivery)).status);
    }
    const plain = { ...delivery, headers: new Headers({ "preservica-signature": "plain" }) };
    time = 200_000;
    statuses.push((await post(url, plain)).status);
    expect(statuses).toEqual([413, 413, 413, 413, 413]);
    expect(errors).toEqual(
      [1, 2].map(() =>
        expect.stringMatching(/^body_too_large: expected .* at most 10 bytes.* raise maxBody$/),
      ),
    );
    expect(responses.map(({ code }) => code)).toEqual(Array(5).fill("body_too_large"));
  });
});

describe("a delivery for which there is no handler was answered 200 in silence", () => {
  let warned: string[] = [];
  beforeEach(() => {
    warned = [];
    vi.spyOn(console, "warn").mockImplementation((text) => warned.push(String(text)));
  });

  async function send(receiver: PreservicaReceiver, ...triggers: (string | undefined)[]) {
    for (const trigger of triggers) {
      const request = deliveryRequest({ secret, events });
      const query = new URLSearchParams(trigger === undefined ? {} : { trigger });
      expect((await receiver.handle({ ...request, query })).status).toBe(200);
    }
  }

  it("since it named no trigger: said once, in production too", async () => {
    vi.stubEnv("NODE_ENV", "production");
    cleanup.push(() => vi.unstubAllEnvs());
    const receiver = new PreservicaReceiver({ secret });
    receiver.on("INDEXED", () => {});
    receiver.on("INDEXED", () => {});
    receiver.on("MOVED", () => {});
    await send(receiver, undefined, "INDEXED", undefined);
    expect(warned).toEqual([
      '[webhook] PreservicaReceiver: a delivery that names no trigger was answered 200, but no handler was called: there is only on("INDEXED"), on("MOVED"); register one for every event with onEvent(handler), or subscribe with a tag in the URL (the default). This is said once.',
    ]);
  });

  it("since nobody handles its trigger: said once for each of the table", async () => {
    const receiver = new PreservicaReceiver({ secret }).on("INDEXED", () => {});
    await send(receiver, "MOVED", "MOVED", "INGEST_FAILED", "made up", "another", "MOVED");
    expect(warned.map((text) => /a delivery (.*) was answered/.exec(text)?.[1])).toEqual([
      "of the trigger MOVED",
      "of the trigger INGEST_FAILED",
      "whose trigger is not in the table",
    ]);
  });

  it("since there was no handler at all", async () => {
    await send(new PreservicaReceiver({ secret }), "INDEXED");
    expect(warned).toEqual([expect.stringContaining("none is registered")]);
  });

  it("is not said where there is nothing to handle, or somebody who does", async () => {
    const one = new PreservicaReceiver({ secret }).on("MOVED", () => {}).onEvent(() => {});
    await send(one, undefined, "INDEXED", "made up");
    await send(
      new PreservicaReceiver({ secret }).onDelivery(() => {}),
      undefined,
      "INDEXED",
    );
    const empty = deliveryRequest({ secret, events: [] });
    expect((await new PreservicaReceiver({ secret }).handle(empty)).status).toBe(200);
    expect(warned).toEqual([]);
  });
});

describe("onResponse", () => {
  it("is called once for each answer, with what it is about", async () => {
    const { receiver, responses } = observed();
    receiver.onEvent(({ event }) => {
      if (event.entityRef === "broken") throw new Error("no database");
    });
    const sent = [
      deliveryRequest({ secret, trigger: "INDEXED", events }),
      deliveryRequest({ secret, events: [{ entityRef: "broken" }, {}, { entityRef: "broken" }] }),
      challengeRequest("abc"),
      challengeRequest(""),
      unsigned(deliveryRequest({ secret, events })),
      { ...deliveryRequest({ secret, events }), method: "GET" },
    ];
    receiver.onError(() => {});
    for (const request of sent) await receiver.handle(request);
    expect(responses.map(({ status, code, topic, route }) => [status, code, topic, route])).toEqual(
      [
        [200, undefined, "INDEXED", "delivery"],
        [500, "handler_failed", undefined, "delivery"],
        [200, undefined, undefined, "challenge"],
        [400, "challenge_invalid", undefined, "challenge"],
        [401, "signature_invalid", undefined, undefined],
        [405, "method_not_allowed", undefined, undefined],
      ],
    );
    expect(responses.map(({ request }) => request)).toEqual(sent);
    expect(responses[1]?.detail).toBe("events/0: no database");
    expect(responses[0]?.deliveryId).toMatch(/^[0-9a-f]{64}$/);
    expect(responses.every(({ milliseconds }) => milliseconds >= 0)).toBe(true);
  });

  it("neither slows nor breaks an answer", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const receiver = new PreservicaReceiver({ secret });
    expect(
      receiver
        .onEvent(() => {})
        .onResponse(() => {
          throw new Error("broken");
        })
        .onResponse(() => new Promise(() => {})),
    ).toBe(receiver);
    expect((await receiver.handle(deliveryRequest({ secret, events }))).status).toBe(200);
  });

  it("each failure is reported to onError once, in order", async () => {
    const { receiver, errors } = observed();
    receiver.onEvent(({ position }) => {
      throw new Error(`no ${position}`);
    });
    expect((await receiver.handle(deliveryRequest({ secret, events }))).status).toBe(500);
    expect(errors).toEqual(["handler_failed: events/0: no 0", "handler_failed: events/1: no 1"]);
  });
});
