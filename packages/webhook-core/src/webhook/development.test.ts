import { afterEach, describe, expect, it, vi } from "vitest";
import {
  defineEvent,
  events,
  jsonKeyEquals,
  sendTextAction,
  stepId,
  stepReachedResponse,
  Webhook,
} from "../index.ts";
import { simulate, stepReachedNotification } from "../testing/index.ts";

const STEP = events.CONVERSATION_STEP_REACHED;
const notification = stepReachedNotification();
const tooLong = () =>
  stepReachedResponse({ actions: [sendTextAction({ alternatives: ["x".repeat(1001)] })] });
const warnings = () => {
  const log = vi.spyOn(console, "warn").mockImplementation(() => {});
  return () => log.mock.calls.map(([line]) => String(line));
};

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("development mode", () => {
  it("names every path of a 500 response_invalid over HTTP", async () => {
    const webhook = new Webhook({ development: true }).onError(() => {}).on(STEP, tooLong);
    const { status, problem } = await simulate(webhook, { notification });
    expect([status, problem?.code]).toEqual([500, "response_invalid"]);
    expect(problem?.errors).toEqual([
      { path: "actions/0/alternatives/0", message: "at most 1000 characters, got 1001" },
    ]);
  });

  it("shows nothing else that a handler throws", async () => {
    const webhook = new Webhook({ development: true })
      .onError(() => {})
      .on(STEP, () => {
        throw new Error("the password is hunter2");
      });
    expect((await simulate(webhook, { notification })).body).not.toContain("hunter2");
  });

  it("says once for a route that its handler returned nothing", async () => {
    const told = warnings();
    const webhook = new Webhook({ development: true }).on(STEP, () => {}, { name: "hello" });
    await simulate(webhook, { notification });
    await simulate(webhook, { notification });
    expect(told()).toEqual([
      "[webhook] the handler of conversation.step_reached (hello) returned nothing: the bot stays silent; return stepReachedResponse({ actions: [...] })",
    ]);
  });

  it("says nothing of a handler that set its own status", async () => {
    const told = warnings();
    const webhook = new Webhook({ development: true }).on(STEP, ({ response }) => {
      response.status = 204;
    });
    await simulate(webhook, { notification });
    expect(told()).toEqual([]);
  });

  it("lets the doctor say why a signature does not fit, on the console only", async () => {
    const told = warnings();
    const webhook = new Webhook({ development: true, privateKey: "s3cr3t" }).onResponse(() => {});
    const { body } = await simulate(webhook, { notification, privateKey: '"s3cr3t"' });
    await vi.waitFor(() => expect(told()).toHaveLength(1), { timeout: 10_000 });
    expect(told()[0]).toMatch(/^\[webhook\] .*quot/);
    expect(told()[0] + body).not.toContain("s3cr3t");
    expect(body).not.toContain("quot");
  });

  it("names the filters of the routes in a 404, and what the body lacks", async () => {
    const of = async (development: boolean) => {
      const webhook = new Webhook({ development }).onResponse(() => {});
      webhook.on(STEP, () => {}, { filters: jsonKeyEquals<unknown>("data.channell", "x") });
      webhook.on(STEP, () => {}, { filters: stepId("nobody"), name: "welcome" });
      return (await simulate(webhook, { notification })).problem?.detail;
    };
    const plain = '"conversation.step_reached" has 2 routes, whose filters do not match this body';
    expect(await of(true)).toBe(
      `${plain}: jsonKeyEquals(data.channell) does not pass: there is no data.channell, expected "x"; welcome: stepId(nobody) does not pass: data.step.id is "507f191e810c19729de860ea", not "nobody"`,
    );
    expect(await of(false)).toBe(plain);
  });

  it("says that a route is never reached", () => {
    const told = warnings();
    const of = (development: boolean) =>
      new Webhook({ development })
        .on(STEP, () => {}, { filters: stepId("first") })
        .on(STEP, () => {})
        .on(STEP, () => {}, { filters: stepId("welcome") })
        .on(defineEvent("order.paid"), () => {});
    of(true);
    of(false);
    expect(told()).toEqual([
      '[webhook] on("conversation.step_reached"): the route stepId(welcome) is never reached, since the route any before it has no filters; register it before that one',
    ]);
  });

  it("says once that a function for `auth` decides nothing", async () => {
    const told = warnings();
    const auth = () => undefined as never;
    const webhook = new Webhook({ development: true, auth })
      .onResponse(() => {})
      .on(STEP, () => {});
    const credentials = { username: "bot", password: "s3cret" };
    for (const _ of [1, 2]) {
      expect((await simulate(webhook, { notification, auth: credentials })).status).toBe(401);
    }
    expect(told()).toEqual([
      "[webhook] auth: expected the function to return true, false or { username, password }, got undefined, which lets nobody in; is a return missing?",
    ]);
  });

  it("is switched on by the environment, for files that do not set it", async () => {
    vi.stubEnv("CLUSTAAR_DEVELOPMENT", "1");
    const of = (options?: { development: boolean }) =>
      simulate(new Webhook(options).onError(() => {}).on(STEP, tooLong), { notification });
    expect((await of()).problem?.errors).toHaveLength(1);
    expect((await of({ development: false })).problem?.errors).toBeUndefined();
  });

  it("is off otherwise: no path over HTTP, no warning", async () => {
    const told = warnings();
    const webhook = new Webhook().onError(() => {}).on(STEP, tooLong);
    expect((await simulate(webhook, { notification })).problem?.errors).toBeUndefined();
    await simulate(
      new Webhook().on(STEP, () => {}),
      { notification },
    );
    expect(told()).toEqual([]);
    expect(() => new Webhook({ development: "yes" as never })).toThrow(
      "Webhook: development: expected true or false, got a string",
    );
  });
});
