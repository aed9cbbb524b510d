import { runInNewContext } from "node:vm";
import {
  type Endpoint,
  Webhook,
  WebhookConfigError,
  type WebhookResponse,
} from "@clustaar/webhook-core";
import { stepReachedNotification } from "@clustaar/webhook-core/testing";
import type { StreamifyHandler } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import functionUrl from "./fixtures/function-url.json" with { type: "json" };
import balancer from "./fixtures/load-balancer.json" with { type: "json" };
import { lambdaStreamAdapter } from "./index.ts";
import { awslambda, Streamed } from "./internal/aws-lambda.test-helpers.ts";

beforeEach(() => void vi.stubGlobal("awslambda", awslambda));
afterEach(() => void vi.unstubAllGlobals());

/** Always the same answer. */
const fixed = (answer: Partial<WebhookResponse>): Endpoint => ({
  maxBody: 1000,
  handle: async () => ({ status: 200, headers: {}, body: "hello", ...answer }),
});

describe("what is streamed", () => {
  async function sent(answer: Partial<WebhookResponse>, method = "POST"): Promise<Streamed> {
    const streamed = new Streamed();
    const event = { ...functionUrl, requestContext: { http: { method } } };
    await lambdaStreamAdapter(fixed(answer))(event, streamed.stream);
    expect(streamed.hasEnded).toBe(true);
    return streamed;
  }

  it("is status, headers and cookies, then the body", async () => {
    const headers = {
      "content-type": "text/plain",
      "content-length": "999",
      "set-cookie": ["a=1", "b=2"],
      "www-authenticate": ["Basic", "Digest"],
    };
    const { metadata, body } = await sent({ status: 401, headers, body: "é🌍" });
    expect(metadata).toEqual({
      statusCode: 401,
      headers: { "content-type": "text/plain", "www-authenticate": "Basic, Digest" },
      cookies: ["a=1", "b=2"],
    });
    expect(body.toString()).toBe("é🌍");
  });

  it("lost status and headers where the body was empty, which only ended the stream", async () => {
    for (const [answer, method] of [
      [{ status: 202, body: "" }, "POST"],
      [{ status: 202, body: new Uint8Array(0) }, "POST"],
      [{ status: 202 }, "HEAD"],
      [{ status: 204 }, "POST"],
    ] as const) {
      const { metadata, body } = await sent({ ...answer, headers: { "x-a": "b" } }, method);
      expect(metadata).toEqual({ statusCode: answer.status, headers: { "x-a": "b" } });
      expect(body).toHaveLength(0);
    }
  });

  it("is bytes, and not the JSON of them: of a view, of a class of its own, of another realm", async () => {
    const view = Uint8Array.of(9, 0, 255, 128, 9).subarray(1, 4);
    class Bytes extends Uint8Array {}
    const other: Uint8Array = runInNewContext("Uint8Array.of(0, 255, 128)");
    for (const body of [view, Bytes.of(0, 255, 128), other]) {
      expect([...(await sent({ body })).body]).toEqual([0, 255, 128]);
    }
  });
});

describe("waitUntil work", () => {
  /** Writes down what happens, in its order. */
  function watched(): { streamed: Streamed; seen: string[] } {
    const streamed = new Streamed();
    const seen: string[] = [];
    const end = streamed.stream.end;
    streamed.stream.end = () => {
      end();
      seen.push("answer");
    };
    return { streamed, seen };
  }

  it("goes on after the answer, and the promise waits for it and for the work's work", async () => {
    const { streamed, seen } = watched();
    let finish: () => void = () => {};
    const webhook = new Webhook();
    webhook.on("conversation.step_reached", ({ waitUntil }) => {
      const work = new Promise<void>((done) => {
        finish = done;
      });
      waitUntil(
        work.then(() => {
          seen.push("work");
          waitUntil(Promise.resolve().then(() => seen.push("the work's work")));
        }),
      );
    });
    const event = { ...functionUrl, body: JSON.stringify(stepReachedNotification()) };
    const returned = lambdaStreamAdapter(webhook)(
      { ...event, isBase64Encoded: false },
      streamed.stream,
    ).then(() => seen.push("promise"));
    await vi.waitFor(() => expect(seen).toEqual(["answer"]));
    expect(streamed.metadata.statusCode).toBe(200);
    // Only now: the client has had its answer while the work was still to do.
    finish();
    await returned;
    expect(seen).toEqual(["answer", "work", "the work's work", "promise"]);
  });

  it("that rejects neither changes the answer nor rejects the promise", async () => {
    const { streamed, seen } = watched();
    const endpoint: Endpoint = {
      maxBody: 1000,
      async handle(_request, host) {
        host?.waitUntil?.(Promise.reject(new Error("ignored")));
        return { status: 200, headers: {}, body: "" };
      },
    };
    await lambdaStreamAdapter(endpoint)(functionUrl, streamed.stream);
    expect(seen).toEqual(["answer"]);
  });

  describe("that does not end", () => {
    const hanging: Endpoint = {
      maxBody: 1000,
      deadline: 800,
      async handle(_request, host) {
        host?.waitUntil?.(new Promise(() => {}));
        return { status: 200, headers: {}, body: "" };
      },
    };
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => {
      vi.useRealTimers();
      log.mockClear();
    });

    async function waited(options: object, left?: number): Promise<number> {
      const start = Date.now();
      const context = left === undefined ? undefined : { getRemainingTimeInMillis: () => left };
      const handler = lambdaStreamAdapter(hanging, options);
      const done = handler(functionUrl, new Streamed().stream, context).then(
        () => Date.now() - start,
      );
      await vi.advanceTimersByTimeAsync(3_000_000);
      return done;
    }

    it("is awaited for as long as the function has left, as it delays no answer", async () => {
      expect(await waited({}, 60_000)).toBe(59_750);
      expect(log.mock.calls).toEqual([
        [
          expect.stringMatching(
            /^\[webhook\] lambdaStreamAdapter: waitUntil work .* after 59750 ms/,
          ),
        ],
      ]);
      expect(await waited({}, 100)).toBe(0);
    });

    it("is awaited as told, at most", async () => {
      expect(await waited({ waitUntil: 70 })).toBe(70);
      expect(await waited({ waitUntil: 70 }, 300)).toBe(50);
      expect(await waited({ waitUntil: 0 }, 60_000)).toBe(0);
    });
  });
});

describe("a wrong event", () => {
  it("that is not an HTTP request is refused with what was expected", async () => {
    const handler = lambdaStreamAdapter(fixed({})) as (event: unknown, s: unknown) => Promise<void>;
    for (const event of [{ Records: [] }, {}, null, "ping"]) {
      const { stream } = new Streamed();
      await expect(handler(event, stream)).rejects.toThrow(/expected an HTTP event/);
    }
  });

  it("of a load balancer is refused: it would send metadata and body to the client as they are", async () => {
    const streamed = new Streamed();
    await expect(lambdaStreamAdapter(fixed({}))(balancer, streamed.stream)).rejects.toThrow(
      /got one of a load balancer, which reads no streams; use lambdaAdapter\(webhook\)/,
    );
    expect(streamed.hasEnded).toBe(false);
  });
});

describe("where Lambda's runtime is not", () => {
  it.each([[undefined], [{}], [{ streamifyResponse: () => {} }], [null]])(
    "is refused at once, with what to write instead: %o",
    (global) => {
      vi.stubGlobal("awslambda", global);
      const mount = () => lambdaStreamAdapter(fixed({}));
      expect(mount).toThrow(WebhookConfigError);
      expect(mount).toThrow(/expected the global awslambda .* use lambdaAdapter\(webhook\)/);
    },
  );
});

it("refuses options that cannot be, and anything but an endpoint", () => {
  for (const options of [{ waitUntil: -1 }, { waitUntil: undefined }, { wait: 1 }]) {
    expect(() => lambdaStreamAdapter(fixed({}), options as never)).toThrow(WebhookConfigError);
  }
  expect(() => lambdaStreamAdapter({} as never)).toThrow(
    /write export const handler = lambdaStreamAdapter\(webhook\)/,
  );
});

it("fits the handler of @types/aws-lambda", () => {
  expectTypeOf<ReturnType<typeof lambdaStreamAdapter>>().toExtend<StreamifyHandler>();
});
