import type { Endpoint, HostContext, WebhookRequest } from "@clustaar/webhook-core";
import { WebhookConfigError } from "@clustaar/webhook-core";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { type FetchContext, fetchAdapter } from "./index.ts";

function endpointOf(
  handle: (request: WebhookRequest, host?: HostContext) => string = () => "hello",
): Endpoint {
  return {
    maxBody: 1000,
    handle: async (request, host) => ({ status: 200, headers: {}, body: handle(request, host) }),
  };
}

const post = (
  body: BodyInit | undefined = "{}",
  url = "https://bot.example/webhook",
  headers: Record<string, string> = {},
) => new Request(url, { method: "POST", headers, body, duplex: "half" });
type BodyInit = NonNullable<ConstructorParameters<typeof Request>[1]>["body"];

describe("waitUntil", () => {
  it("hands work to the platform, called on its context", async () => {
    class ExecutionContext {
      readonly #pending: Promise<unknown>[] = [];
      // A private field, like a platform's own object, is there on the right `this` only.
      waitUntil(work: Promise<unknown>) {
        this.#pending.push(work);
      }
      get pending() {
        return this.#pending;
      }
    }
    const context = new ExecutionContext();
    const work = Promise.reject(new Error("the platform sees this"));
    const handler = fetchAdapter(
      endpointOf((_request, host) => {
        host?.waitUntil?.(work);
        return "";
      }),
    );
    expect((await handler(post(), context)).status).toBe(200);
    expect(context.pending).toEqual([work]);
  });

  it("does without a platform, and with a context that is something else", async () => {
    const done = vi.fn();
    const handler = fetchAdapter(
      endpointOf((_request, host) => {
        host?.waitUntil?.(Promise.resolve().then(done));
        host?.waitUntil?.(Promise.reject(new Error("kept quiet")));
        return "";
      }),
    );
    for (const context of [undefined, { params: Promise.resolve({ bot: "42" }) }, { env: 1 }]) {
      expect((await handler(post(), context)).status).toBe(200);
    }
    await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(3));
  });
});

describe("the signal", () => {
  it("is the request's own", async () => {
    const controller = new AbortController();
    const seen: (boolean | undefined)[] = [];
    const handler = fetchAdapter(
      endpointOf((_request, host) => {
        seen.push(host?.signal?.aborted);
        controller.abort();
        seen.push(host?.signal?.aborted);
        return "";
      }),
    );
    await handler(new Request("https://bot.example/", { signal: controller.signal }));
    expect(seen).toEqual([false, true]);
  });
});

describe("a body", () => {
  it("over the limit is not read further", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(100));
        },
      },
      { highWaterMark: 0 },
    );
    const response = await fetchAdapter(endpointOf())(post(endless));
    expect(response.status).toBe(413);
    expect(pulled).toBe(11);
  });

  it("that breaks off is incomplete", async () => {
    const broken = new ReadableStream({
      pull(controller) {
        controller.error(new Error("reset"));
      },
    });
    const response = await fetchAdapter(endpointOf())(post(broken));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "body_incomplete" });
  });

  it("that somebody is reading is unavailable", async () => {
    const request = post(new Blob(["{}"]).stream());
    request.body?.getReader();
    const response = await fetchAdapter(endpointOf())(request);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: "raw_body_unavailable" });
  });

  it("that somebody is reading was called incomplete when its length was declared", async () => {
    const request = post(new Blob(["{}"]).stream(), undefined, { "content-length": "2" });
    request.body?.getReader();
    const response = await fetchAdapter(endpointOf())(request);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: "raw_body_unavailable" });
  });

  it("longer than it was declared was read whole before it was refused", async () => {
    let pulled = 0;
    const long = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(100));
          if (pulled === 1000) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const request = post(long, undefined, { "content-length": "2" });
    expect((await fetchAdapter(endpointOf())(request)).status).toBe(413);
    expect(pulled).toBe(11);
  });
});

describe("the path", () => {
  it("and the query are cut out of any URL", async () => {
    const handler = fetchAdapter(endpointOf(({ path, query }) => `${path} ${query}`));
    const seen = async (url: string) => (await handler(post("{}", url))).text();
    expect(await seen("https://bot.example")).toBe("/ ");
    expect(await seen("https://bot.example?a=b")).toBe("/ a=b");
    expect(await seen("http://[::1]:8080/a/b?x=/y?z")).toBe("/a/b x=%2Fy%3Fz");
  });
});

describe("the handler's type", () => {
  it("fits where platforms put it", () => {
    type Handler = ReturnType<typeof fetchAdapter>;
    expectTypeOf<Handler>().toExtend<(request: Request) => Promise<Response>>();
    type NextRoute = (
      request: Request,
      context: { params: Promise<Record<string, string>> },
    ) => Promise<Response>;
    expectTypeOf<Handler>().toExtend<NextRoute>();
    interface ExecutionContext {
      waitUntil(work: Promise<unknown>): void;
      passThroughOnException(): void;
    }
    expectTypeOf<ExecutionContext>().toExtend<FetchContext>();
  });
});

describe("what is no endpoint", () => {
  it.each<[endpoint: unknown, message: string]>([
    [
      undefined,
      "expected an endpoint (a Webhook, or any object with handle and maxBody), got undefined",
    ],
    [{}, "the endpoint's handle: expected a function, got undefined"],
    [
      { handle: () => {} },
      "the endpoint's maxBody: expected a number of bytes from 0 up, got undefined",
    ],
  ])("is refused when it is mounted: %o", (endpoint, message) => {
    expect(() => fetchAdapter(endpoint as Endpoint)).toThrow(
      new WebhookConfigError(`fetchAdapter: ${message}`),
    );
  });
});
