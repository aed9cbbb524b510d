import { describe, expect, expectTypeOf, it } from "vitest";
import {
  events,
  HttpError,
  memoryStore,
  type ResponseEvent,
  sendTextAction,
  stepReachedResponse,
  Webhook,
  type WebhookOptions,
} from "../index.ts";
import { simulate, stepReachedNotification } from "../testing/index.ts";

const STEP = events.CONVERSATION_STEP_REACHED;
const says = (words: string) =>
  stepReachedResponse({ actions: [sendTextAction({ alternatives: [words] })] });
const sorry = () => says("Sorry");
const notification = stepReachedNotification({ session: { name: "tintin" } });
const tooLong = () => says("x".repeat(1001));
const never = () => new Promise<undefined>(() => {});
const failure = new Error("no database");
const failing = () => Promise.reject(failure);

function watched(options: WebhookOptions) {
  const codes: string[] = [];
  const responses: ResponseEvent[] = [];
  const webhook = new Webhook(options)
    .onError(({ code }) => codes.push(code))
    .onResponse((event) => responses.push(event));
  return { webhook, codes, responses };
}

describe("a fallback answers", () => {
  it("instead of a filter that throws: it counts as the handler of its route", async () => {
    const filters = () => {
      throw new TypeError("Cannot read properties of undefined");
    };
    const { webhook, codes, responses } = watched({ fallback: () => says("of the webhook") });
    webhook.on(STEP, () => says("no"), { filters, name: "one", fallback: sorry });
    webhook.on(STEP, () => says("no"));
    const { status, body, errors } = await simulate(webhook, { notification });
    expect([status, JSON.parse(body).actions[0].alternatives]).toEqual([200, ["Sorry"]]);
    expect(codes).toEqual(["handler_failed"]);
    expect(errors[0]?.message).toMatch(/^a filter threw: Cannot read .*json\.data\.channel/);
    expect(responses).toEqual([expect.objectContaining({ fallback: true, route: "one" })]);
  });

  it("for the whole webhook, too; without one it is 500, and an HttpError is what it says", async () => {
    const of = async (error: Error, options: WebhookOptions) => {
      const { webhook } = watched(options);
      const filter = () => {
        throw error;
      };
      webhook.on(STEP, () => says("no"), { filters: filter });
      return (await simulate(webhook, { notification })).status;
    };
    expect(await of(failure, { fallback: sorry })).toBe(200);
    expect(await of(failure, {})).toBe(500);
    expect(await of(new HttpError(410, "Gone"), { fallback: sorry })).toBe(410);
  });

  it.each([
    ["a handler that throws", failing, "handler_failed"],
    ["a handler that misses its deadline", never, "handler_timeout"],
    ["an answer that breaks a limit", tooLong, "response_invalid"],
    [
      "a 5xx thrown on purpose",
      () => {
        throw new HttpError(503, "Closed", { code: "closed" });
      },
      "closed",
    ],
  ])("%s; onError is called and onResponse knows", async (_what, handler, code) => {
    const { webhook, codes, responses } = watched({ fallback: sorry, deadline: 30 });
    webhook.on(STEP, handler, { name: "the step" });
    const { status, body } = await simulate(webhook, { notification });
    expect([status, JSON.parse(body).actions[0].alternatives]).toEqual([200, ["Sorry"]]);
    expect(JSON.parse(body).session).toEqual({ values: { name: "tintin" } });
    expect(codes).toEqual([code]);
    expect(responses).toEqual([
      expect.objectContaining({
        status: 200,
        code,
        fallback: true,
        route: "the step",
        topic: STEP,
      }),
    ]);
  });

  it("a middleware that throws, with the error and the notification", async () => {
    const seen: unknown[] = [];
    const { webhook } = watched({
      fallback: (error, { notification, signal, response }) => {
        response.status = 202;
        seen.push(error.code, error.cause, signal.aborted, typeof notification);
        return sorry();
      },
    });
    webhook.use(failing).on(STEP, sorry);
    expect((await simulate(webhook, { notification })).status).toBe(202);
    expect(seen).toEqual(["handler_failed", failure, false, "object"]);
  });

  it("by the route's own before the webhook's", async () => {
    const { webhook } = watched({ fallback: sorry });
    webhook.on(STEP, failing, {
      fallback: (_error, { notification }) => {
        expectTypeOf(notification.event.channel).toEqualTypeOf<string | null>();
        return says("From the route");
      },
    });
    expect((await simulate(webhook, { notification })).body).toContain("From the route");
  });
});

describe("a fallback does not answer", () => {
  it("an HttpError below 500, which a handler throws on purpose", async () => {
    const { webhook, codes, responses } = watched({ fallback: sorry });
    webhook.on(STEP, () => {
      throw new HttpError(409, "Shipped", { code: "shipped" });
    });
    expect((await simulate(webhook, { notification })).problem?.code).toBe("shipped");
    expect([codes, responses.map(({ fallback }) => fallback)]).toEqual([[], [false]]);
  });

  it("a request that no handler was called for", async () => {
    const { webhook } = watched({ fallback: sorry, privateKey: "k" });
    expect((await simulate(webhook, { notification })).status).toBe(401);
    expect((await simulate(webhook, { notification, privateKey: "k" })).status).toBe(404);
  });

  it("a duplicate that waits for the first delivery", async () => {
    const store = memoryStore();
    const { webhook } = watched({ fallback: sorry, deadline: 40, idempotency: { store } });
    webhook.on(STEP, never);
    const [first, second] = await Promise.all([
      simulate(webhook, { notification }),
      simulate(webhook, { notification }),
    ]);
    expect([first.status, second.status]).toEqual([200, 409]);
  });

  it("what it returns nothing for", async () => {
    const { webhook, codes } = watched({ fallback: () => undefined });
    webhook.on(STEP, failing);
    expect((await simulate(webhook, { notification })).problem?.code).toBe("handler_failed");
    expect(codes).toEqual(["handler_failed"]);
  });
});

describe("a fallback that fails is the original error, and is reported after it", () => {
  it.each<[string, WebhookOptions["fallback"], string]>([
    [
      "throws",
      () => {
        throw new Error("down, too");
      },
      "the fallback failed: down, too",
    ],
    ["takes too long", never, "the fallback failed: it took longer than 50 ms"],
    ["breaks a limit", tooLong, "at most 1000 characters, got 1001"],
  ])("one that %s", async (_what, fallback, message) => {
    const { webhook, responses } = watched({ fallback, deadline: 50 });
    webhook.on(STEP, failing);
    const { problem, errors } = await simulate(webhook, { notification });
    expect(problem?.code).toBe("handler_failed");
    expect(errors.map((error) => error.message)).toEqual([
      "no database",
      expect.stringContaining(message),
    ]);
    expect(responses.map(({ fallback }) => fallback)).toEqual([false]);
  });
});

describe("a delivery that the fallback answered", () => {
  it("is handled again when it comes again", async () => {
    let calls = 0;
    const { webhook } = watched({ fallback: sorry, idempotency: {} });
    webhook.on(STEP, () => {
      calls++;
      if (calls === 1) throw failure;
      return says("Hello");
    });
    expect((await simulate(webhook, { notification })).body).toContain("Sorry");
    expect((await simulate(webhook, { notification })).body).toContain("Hello");
  });
});

it("refuses a fallback that is not a function", () => {
  expect(() => new Webhook({ fallback: sorry() as never })).toThrow(
    "Webhook: fallback: expected a function, got an object",
  );
  expect(() => new Webhook().on(STEP, sorry, { fallback: "x" as never })).toThrow(
    'on("conversation.step_reached"): fallback: expected a function, got a string',
  );
});
