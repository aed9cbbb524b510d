import { describe, expect, it } from "vitest";
import {
  type HostContext,
  memoryStore,
  type ResponseEvent,
  stepReachedResponse,
  type TracedPart,
  Webhook,
} from "../index.ts";
import { signedRequest } from "../testing/index.ts";

const STEP = "conversation.step_reached";

/** A host that notes the parts of a request, and how they ended. */
function tracing() {
  const parts: string[] = [];
  const events: ResponseEvent[] = [];
  const host: HostContext = {
    async trace<T>({ kind, name }: TracedPart, work: () => Promise<T>): Promise<T> {
      try {
        const result = await work();
        parts.push(`${kind} ${name}`);
        return result;
      } catch (error) {
        parts.push(`${kind} ${name} failed`);
        throw error;
      }
    },
    onResponse: (event) => void events.push(event),
  };
  return { host, parts, events };
}

describe("a host that traces", () => {
  it("does the handler with its middleware, and the check of its answer", async () => {
    const { host, parts } = tracing();
    const heard: string[] = [];
    const webhook = new Webhook().use((_context, next) => {
      heard.push(`before: ${parts.length}`);
      return next();
    });
    webhook.on(STEP, () => {}, { name: "welcome" });
    expect((await webhook.handle(signedRequest(), host)).status).toBe(200);
    expect([heard, parts]).toEqual([["before: 0"], ["handler welcome"]]);
  });

  it("does the fallback after the handler has failed", async () => {
    const { host, parts } = tracing();
    const webhook = new Webhook({ deadline: 1000 }).onError(() => {});
    webhook.on(STEP, () => Promise.reject(new Error("a bug")), {
      name: "welcome",
      fallback: () => stepReachedResponse({ actions: [] }),
    });
    expect((await webhook.handle(signedRequest(), host)).status).toBe(200);
    expect(parts).toEqual(["handler welcome failed", "fallback welcome"]);
  });

  it("does each call of the store", async () => {
    const { host, parts } = tracing();
    const store = memoryStore();
    const webhook = new Webhook({ idempotency: { store } }).onError(() => {}).on(STEP, () => {});
    const request = signedRequest();
    await webhook.handle(request, host);
    await webhook.handle(request, host);
    expect(parts).toEqual(["store claim", "handler any", "store complete", "store claim"]);
    const failing = new Webhook({ idempotency: { store } }).onError(() => {});
    failing.on(STEP, () => Promise.reject(new Error("a bug")));
    parts.length = 0;
    await failing.handle(signedRequest({ notification: { topic: STEP, data: {} } }), host);
    expect(parts).toEqual(["store claim", "handler any failed", "store release"]);
  });

  it("is told of the answer of its request, besides the listeners", async () => {
    const { host, events } = tracing();
    const told: number[] = [];
    const webhook = new Webhook().onResponse(({ status }) => told.push(status));
    await webhook.handle(signedRequest(), host);
    await webhook.handle(signedRequest());
    expect(told).toEqual([404, 404]);
    expect(events.map(({ status, code }) => [status, code])).toEqual([[404, "no_route"]]);
  });

  it("cannot break an answer by what it is told", async () => {
    const onResponse = () => {
      throw new Error("a bug of the tracer");
    };
    const webhook = new Webhook().on(STEP, () => {}).onResponse(() => {});
    expect((await webhook.handle(signedRequest(), { onResponse })).status).toBe(200);
  });
});
