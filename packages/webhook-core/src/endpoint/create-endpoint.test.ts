import { createHash } from "node:crypto";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signedRequest } from "../testing/index.ts";
import { createEndpoint } from "./create-endpoint.ts";
import { HttpError, WebhookError } from "./errors.ts";
import type { ResponseEvent } from "./response-listener.ts";

const ok = { status: 200, headers: {}, body: "pong" };
const pong = () => createEndpoint({ maxBody: 1024 }, async () => ok);
const failing = (error: unknown) =>
  createEndpoint({ maxBody: 1024 }, async () => {
    throw error;
  });

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("an answer", () => {
  it("needs no promise", async () => {
    const endpoint = createEndpoint({ maxBody: 1024 }, () => ok).onError(() => {});
    expect(await endpoint.handle(signedRequest())).toBe(ok);
    const broken = createEndpoint({ maxBody: 1024 }, () => {
      throw new HttpError(503, "closed");
    }).onError(() => {});
    expect((await broken.handle(signedRequest())).status).toBe(503);
  });
});

describe("onResponse", () => {
  it("is called once for each answer, with what is known of it", async () => {
    const events: ResponseEvent[] = [];
    const endpoint = createEndpoint({ maxBody: 1024 }, async (_request, context) => {
      context.topic = "ping";
      context.route = "the only one";
      return ok;
    }).onResponse((event) => events.push(event));
    const request = signedRequest({ headers: { "x-request-id": "r-1" } });
    await endpoint.handle(request);
    expect(events).toEqual([
      {
        request,
        status: 200,
        code: undefined,
        detail: undefined,
        topic: "ping",
        route: "the only one",
        milliseconds: expect.any(Number),
        deliveryId: "r-1",
        fallback: false,
        duplicate: false,
        deferred: false,
      },
    ]);
    expect(events[0]?.milliseconds).toBeGreaterThan(0);
  });

  it("is called for refusals, the adapter's own included", async () => {
    const seen: unknown[] = [];
    const endpoint = failing(new HttpError(409, "Shipped", { code: "shipped" }));
    endpoint.onResponse(({ status, code, detail }) => seen.push([status, code, detail]));
    expect((await endpoint.handle(signedRequest())).status).toBe(409);
    const tooLarge = new WebhookError("body_too_large", "expected at most 3 bytes, got 4");
    expect(endpoint.refuse(tooLarge, signedRequest()).status).toBe(413);
    expect(seen).toEqual([
      [409, "shipped", "Shipped"],
      [413, "body_too_large", "expected at most 3 bytes, got 4"],
    ]);
  });

  it.each([
    ["webhook-id", { "webhook-id": "w", "x-github-delivery": "g", "x-request-id": "r" }, "w"],
    ["x-github-delivery", { "x-github-delivery": "g", "x-request-id": "r" }, "g"],
    ["x-request-id", { "x-request-id": "r" }, "r"],
    ["the body's SHA-256", {}, createHash("sha256").update("{}").digest("hex")],
  ])("takes the delivery's id from %s", async (_where, headers, id) => {
    const ids: string[] = [];
    const endpoint = pong().onResponse(({ deliveryId }) => ids.push(deliveryId));
    await endpoint.handle(signedRequest({ headers, body: "{}" }));
    expect(ids).toEqual([id]);
  });

  it("tells of requests without keeping them in memory, which a getter of each event's own did", async () => {
    const events: ResponseEvent[] = [];
    const endpoint = pong().onResponse((event) => events.push(event));
    for (const id of ["a", "b"]) {
      await endpoint.handle(signedRequest({ headers: { "x-request-id": id } }));
    }
    const getters = events.map(
      (event) => Object.getOwnPropertyDescriptor(event, "deliveryId")?.get,
    );
    expect(getters[0]).toBeTypeOf("function");
    expect(getters[1]).toBe(getters[0]);
    // A copy has it, too.
    expect({ ...events[1] }.deliveryId).toBe("b");
  });

  it("neither waits for a listener nor lets one break the answer", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const unprintable = Object.defineProperty(new Error(), "message", {
      get() {
        throw new Error("no message");
      },
    });
    const seen: number[] = [];
    const endpoint = pong()
      .onResponse(() => {
        throw new Error("thrown");
      })
      .onResponse(() => Promise.reject(new Error("rejected")))
      .onResponse(() => new Promise(() => {}))
      .onResponse(() => {
        throw unprintable;
      })
      .onResponse(({ status }) => seen.push(status));
    expect(await endpoint.handle(signedRequest())).toEqual(ok);
    expect(seen).toEqual([200]);
    const told = () =>
      log.mock.calls.map(([, failure]) => (failure === unprintable ? "?" : String(failure)));
    await vi.waitFor(() => expect(told()).toEqual(["Error: thrown", "?", "Error: rejected"]));
    expect(log.mock.calls.map(([line]) => line)).toEqual(
      Array(3).fill("[webhook] a listener of onResponse failed:"),
    );
  });

  it("refuses a listener that is not a function", () => {
    expect(() => pong().onResponse(null as never)).toThrow(
      "onResponse: listener: expected a function, got null",
    );
  });
});

describe("without a listener", () => {
  const noSignature = () => failing(new WebhookError("signature_missing", "got\nnone\u2028"));

  it("writes a 4xx refusal on one line, so that it is seen in development", async () => {
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    await noSignature().handle(signedRequest({ path: "/webhook?secret=1" }));
    expect(log.mock.calls).toEqual([
      ["[webhook] POST /webhook: 401 signature_missing: got\\u{a}none\\u{2028}"],
    ]);
  });

  it("writes nothing in production, and nothing for what a listener is told", async () => {
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    await noSignature()
      .onResponse(() => {})
      .handle(signedRequest());
    vi.stubEnv("NODE_ENV", "production");
    await noSignature().handle(signedRequest());
    await pong().handle(signedRequest());
    expect(log).not.toHaveBeenCalled();
  });
});

describe("onError", () => {
  it("has a reporter without being given one", async () => {
    const codes: string[] = [];
    const endpoint = failing(new Error("no database")).onError(({ code }) => codes.push(code));
    expect((await endpoint.handle(signedRequest())).status).toBe(500);
    expect(codes).toEqual(["handler_failed"]);
  });

  it("is called for a 5xx that an adapter answers itself", () => {
    const codes: string[] = [];
    const endpoint = pong().onError(({ code }) => codes.push(code));
    endpoint.refuse(new WebhookError("raw_body_unavailable"), signedRequest());
    endpoint.refuse("a text", signedRequest());
    expect(codes).toEqual(["raw_body_unavailable", "handler_failed"]);
  });

  it("an error whose message cannot be read ended the process as an unhandled rejection", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const broken = Object.defineProperty(new Error(), "message", {
      get() {
        throw new Error("no message");
      },
    });
    const endpoint = createEndpoint({ maxBody: 1024 }, async (_request, { waitUntil }) => {
      waitUntil.call(undefined, Promise.reject(broken));
      return ok;
    });
    expect((await endpoint.handle(signedRequest())).status).toBe(200);
    await vi.waitFor(() => expect(log).toHaveBeenCalledOnce());
    expect(log.mock.calls.flat()[0]).toContain("handler_failed");
    for (const thrown of [broken, Object.create(null), new Proxy({}, hostile), Symbol("x")]) {
      expect((await failing(thrown).handle(signedRequest())).status).toBe(500);
    }
  });
});

describe("the answer", () => {
  it.each([
    ["nothing", undefined, "expected an object { status, headers, body }, got undefined"],
    ["a status that is a text", { ...ok, status: "200" }, "got a string"],
    [
      "a status that no answer has",
      { ...ok, status: 99 },
      "expected a status from 200 to 599, got 99",
    ],
    ["a body that is an object", { ...ok, body: {} }, "expected a body as a string or bytes"],
    ["no headers", { ...ok, headers: null }, "expected headers as an object, got null"],
    [
      "a header of two lines",
      { ...ok, headers: { "x-a": "a\nb" } },
      'header "x-a": expected a value in Latin-1',
    ],
  ])("is a 500 where no host could send it: %s", async (_what, response, message) => {
    const told: string[] = [];
    const statuses: number[] = [];
    const endpoint = createEndpoint({ maxBody: 1024 }, async () => response as never)
      .onError((error) => told.push(error.message))
      .onResponse(({ status }) => statuses.push(status));
    expect((await endpoint.handle(signedRequest())).status).toBe(500);
    expect(told.join()).toContain(message);
    expect(statuses).toEqual([500]);
  });

  it("may be bytes of another realm", async () => {
    const body = runInNewContext("new Uint8Array([123, 125])") as Uint8Array;
    const endpoint = createEndpoint({ maxBody: 1024 }, async () => ({ ...ok, body }));
    expect((await endpoint.handle(signedRequest())).status).toBe(200);
  });
});

describe("idle", () => {
  const held = () => {
    let release = () => {};
    const work = new Promise<void>((resolve) => {
      release = resolve;
    });
    return { work, release: () => release() };
  };

  it("is true at once when there is nothing to do", async () => {
    expect(await pong().idle()).toBe(true);
    const endpoint = pong();
    await endpoint.handle(signedRequest());
    expect(await endpoint.idle({ deadline: 0 })).toBe(true);
  });

  it("waits for answers and for the work behind them", async () => {
    const answer = held();
    const mail = held();
    const steps: string[] = [];
    const endpoint = createEndpoint({ maxBody: 1024 }, async (_request, { waitUntil }) => {
      waitUntil(mail.work.then(() => steps.push("mail")));
      await answer.work;
      steps.push("answer");
      return ok;
    });
    const answered = endpoint.handle(signedRequest());
    const idle = endpoint.idle().then((done) => steps.push(`idle ${done}`));
    answer.release();
    await answered;
    expect(steps).toEqual(["answer"]);
    mail.release();
    await idle;
    expect(steps).toEqual(["answer", "mail", "idle true"]);
  });

  it("is false when the deadline has passed first, and may be asked again", async () => {
    const mail = held();
    const endpoint = createEndpoint({ maxBody: 1024 }, async (_request, { waitUntil }) => {
      waitUntil(mail.work);
      return ok;
    });
    await endpoint.handle(signedRequest());
    expect(await endpoint.idle({ deadline: 10 })).toBe(false);
    mail.release();
    expect(await endpoint.idle()).toBe(true);
  });

  it("waits for work that fails, too", async () => {
    const endpoint = createEndpoint({ maxBody: 1024 }, async (_request, { waitUntil }) => {
      waitUntil(Promise.reject(new Error("mail server is down")));
      return ok;
    }).onError(() => {});
    await endpoint.handle(signedRequest());
    expect(await endpoint.idle()).toBe(true);
  });

  it.each([[{ deadline: -1 }], [{ deadline: Number.NaN }], [{ timeout: 5 }], [5]])(
    "refuses %j",
    async (options) => {
      await expect(pong().idle(options as never)).rejects.toThrow("idle");
    },
  );
});

const hostile: ProxyHandler<object> = {
  get() {
    throw new Error("no property can be read");
  },
  has() {
    throw new Error("nothing is there");
  },
  getPrototypeOf() {
    throw new Error("no prototype");
  },
};

describe("refusal", () => {
  const options = {
    maxBody: 1024,
    refusal: ({ status, message }: HttpError) => ({ status, headers: {}, body: message }),
  };

  it("writes what the endpoint refuses, and what the adapter does", async () => {
    const endpoint = createEndpoint(options, async () => {
      throw new HttpError(404, "no such page");
    });
    endpoint.onResponse(() => {});
    expect(await endpoint.handle(signedRequest())).toMatchObject({
      status: 404,
      body: "no such page",
    });
    const refused = endpoint.refuse(
      new WebhookError("body_too_large", "too much"),
      signedRequest(),
    );
    expect(refused).toEqual({ status: 413, headers: {}, body: "too much" });
  });

  it("leaves the problem answer where it fails", async () => {
    const refusal = () => ({ status: 1, headers: {}, body: "" });
    const endpoint = createEndpoint({ maxBody: 1024, refusal }, async () => {
      throw new HttpError(404, "no such page");
    }).onError(() => {});
    const { status, headers } = await endpoint.handle(signedRequest());
    expect([status, headers["content-type"]]).toEqual([500, "application/problem+json"]);
  });
});

describe("defer", () => {
  const endpoint = (seen: unknown[] = []) =>
    createEndpoint({ maxBody: 1024, deferrable: true }, (_request, context) => {
      context.topic = "ping";
      if (!context.accepted) seen.push("checked");
      const facts = () => ({ id: "d-1", payload: { a: 1 } });
      return context.defer(facts, async () => {
        seen.push("handled");
        return ok;
      });
    });

  it("handles at once where nothing stands in front", async () => {
    const seen: unknown[] = [];
    const events: ResponseEvent[] = [];
    const made = endpoint(seen).onResponse((event) => events.push(event));
    expect(await made.handle(signedRequest())).toBe(ok);
    expect([made.deferrable, seen, events[0]?.deferred]).toEqual([
      true,
      ["checked", "handled"],
      false,
    ]);
  });

  it("gives the answer of an inbox, and handles what that took before without asking who sent it", async () => {
    const seen: unknown[] = [];
    const events: ResponseEvent[] = [];
    const made = endpoint(seen).onResponse((event) => events.push(event));
    const request = signedRequest();
    const taken: unknown[] = [];
    const response = { status: 202, headers: {}, body: "" };
    const accept = async (accepted: unknown) => {
      taken.push(accepted);
      return { response, duplicate: true };
    };
    expect(await made.handle(request, { accept })).toBe(response);
    expect(taken).toEqual([
      { id: "d-1", payload: { a: 1 }, request, topic: "ping", route: undefined },
    ]);
    expect(events[0]).toMatchObject({ status: 202, deferred: true, duplicate: true });
    expect(await made.handle(request, { accept, accepted: true })).toBe(ok);
    expect(taken).toHaveLength(1);
    expect(seen).toEqual(["checked", "handled"]);
    expect(events[1]).toMatchObject({ status: 200, deferred: false, duplicate: false });
  });

  it("answers what the inbox throws, and reports it", async () => {
    const errors: string[] = [];
    const made = endpoint().onError(({ code }) => errors.push(code));
    const accept = async () => {
      throw new WebhookError("store_unavailable", "no disk");
    };
    expect((await made.handle(signedRequest(), { accept })).status).toBe(503);
    expect(errors).toEqual(["store_unavailable"]);
  });

  it("reaches an endpoint within this one", async () => {
    const inner = endpoint();
    const outer = createEndpoint({ maxBody: 1024 }, (request, context) =>
      inner.handle(request, context),
    );
    const events: ResponseEvent[] = [];
    outer.onResponse((event) => events.push(event));
    const response = { status: 202, headers: {}, body: "" };
    const accept = async () => ({ response, duplicate: false });
    expect((await outer.handle(signedRequest(), { accept })).status).toBe(202);
    expect(events[0]?.deferred).toBe(true);
    expect((await outer.handle(signedRequest(), { accept, accepted: true })).body).toBe("pong");
  });
});
