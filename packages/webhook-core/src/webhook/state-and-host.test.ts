import { describe, expect, expectTypeOf, it } from "vitest";
import {
  type Endpoint,
  type Fallback,
  type Json,
  type Middleware,
  type StepReached,
  stepReachedResponse,
  Webhook,
  WebhookConfigError,
  type WebhookNotification,
} from "../index.ts";
import { simulate } from "../testing/index.ts";

const STEP = "conversation.step_reached";

/** An answer that shows in the session what it was made with. */
const keeps = (values: Record<string, Json>) =>
  stepReachedResponse({ actions: [], session: { values } });

interface User {
  name: string;
}

const loadUser: Middleware<{ user: User }> = async function loadUser({ state }, next) {
  state.user = { name: "Ada" };
  return next();
};

describe("webhook.state", () => {
  it("types what middleware hands on: complete in handlers, and not before", async () => {
    const heard: unknown[] = [];
    const webhook = new Webhook().state<{ user: User; tries: number }>();
    webhook.use(async ({ state }, next) => {
      expectTypeOf(state.user).toEqualTypeOf<User | undefined>();
      heard.push(state.user);
      state.user = { name: "Ada" };
      state.tries = 1;
      return next();
    });
    webhook.on(STEP, ({ state }) => {
      expectTypeOf(state.user).toEqualTypeOf<User>();
      heard.push(state.user.name, state.tries);
      // @ts-expect-error nothing hands this on
      expect(state.other).toBeUndefined();
    });
    expect((await simulate(webhook)).status).toBe(200);
    expect(heard).toEqual([undefined, "Ada", 1]);
  });

  it("refuses middleware that hands on something else", () => {
    const webhook = new Webhook().state<{ user: string }>();
    // @ts-expect-error its user is an object
    webhook.use(loadUser);
    expect(webhook.middleware).toEqual(["loadUser"]);
  });

  it("takes anything where nothing is named", async () => {
    const webhook = new Webhook().use(loadUser as Middleware).on(STEP, ({ state }) => {
      expectTypeOf(state.user).toEqualTypeOf<unknown>();
      expect(state.user).toEqual({ name: "Ada" });
    });
    expect((await simulate(webhook)).status).toBe(200);
  });

  it("is empty for each delivery", async () => {
    const seen: unknown[] = [];
    const webhook = new Webhook().on(STEP, ({ state }) => {
      seen.push({ ...state });
      state.touched = true;
    });
    await simulate(webhook);
    await simulate(webhook);
    expect(seen).toEqual([{}, {}]);
  });

  it("reaches the fallback, where anything may be missing", async () => {
    const webhook = new Webhook().state<{ user: User }>().onError(() => {});
    webhook.use(loadUser).on(
      STEP,
      () => {
        throw new Error("a bug");
      },
      {
        fallback: (_error, { state }) => {
          expectTypeOf(state.user).toEqualTypeOf<User | undefined>();
          return keeps({ user: state.user?.name ?? null });
        },
      },
    );
    expect((await simulate(webhook)).answer?.session?.values).toEqual({ user: "Ada" });
  });

  it("leaves a webhook an endpoint that any adapter mounts", () => {
    expectTypeOf(new Webhook().state<{ user: User }>()).toExtend<Endpoint>();
    expectTypeOf<Fallback>().parameter(1).toHaveProperty("state");
  });
});

describe("middleware of one route", () => {
  it("runs inside the webhook's own, around this route only", async () => {
    const heard: string[] = [];
    const tell = (name: string): Middleware =>
      async function told(_context, next) {
        heard.push(`${name} in`);
        const answer = await next();
        heard.push(`${name} out`);
        return answer;
      };
    const webhook = new Webhook().on(STEP, () => void heard.push("handler"), {
      filters: (json) => json.data.channel === "sms",
      use: [tell("first"), tell("second")],
    });
    webhook.on(STEP, () => void heard.push("other")).use(tell("all"));
    await simulate(webhook, { notification: { topic: STEP, data: { channel: "sms" } } });
    expect(heard).toEqual([
      "all in",
      "first in",
      "second in",
      "handler",
      "second out",
      "first out",
      "all out",
    ]);
    heard.length = 0;
    await simulate(webhook, { notification: { topic: STEP, data: { channel: "web" } } });
    expect(heard).toEqual(["all in", "other", "all out"]);
  });

  it("may be one function, knows the notification, and may answer instead of the handler", async () => {
    const webhook = new Webhook().on(STEP, () => [], {
      use({ notification }) {
        expectTypeOf(notification).toEqualTypeOf<WebhookNotification<StepReached>>();
        return keeps({ instead: true });
      },
    });
    expect((await simulate(webhook)).answer?.session?.values).toEqual({ instead: true });
  });

  it("hands on state to the handler of its route", async () => {
    const webhook = new Webhook().state<{ user: User }>().on(
      STEP,
      ({ notification, state }) => {
        notification.event.session.values.name = state.user.name;
      },
      { use: loadUser },
    );
    expect((await simulate(webhook)).answer?.session?.values).toEqual({ name: "Ada" });
  });

  it("counts as its handler when it throws", async () => {
    const heard: (string | undefined)[] = [];
    const webhook = new Webhook().onError(() => {}).onResponse(({ route }) => heard.push(route));
    webhook.on(STEP, () => [], {
      name: "guarded",
      use: () => {
        throw new Error("a bug");
      },
      fallback: () => keeps({ fell: "back" }),
    });
    expect((await simulate(webhook)).answer?.session?.values).toEqual({ fell: "back" });
    expect(heard).toEqual(["guarded"]);
  });

  it("is listed with its route", () => {
    const webhook = new Webhook()
      .on(STEP, () => {}, { use: [loadUser as Middleware, (_context, next) => next()] })
      .on(STEP, () => {});
    expect(webhook.routes.map(({ middleware }) => middleware)).toEqual([
      ["loadUser", "a middleware"],
      [],
    ]);
  });

  it("is not called for explain", () => {
    const never: Middleware = () => {
      throw new Error("called");
    };
    const webhook = new Webhook().on(STEP, () => {}, { use: never });
    expect(webhook.explain({ topic: STEP, data: {} }).route?.middleware).toEqual(["never"]);
  });

  it("does not follow changes to the list it was given", async () => {
    const list: Middleware[] = [];
    const webhook = new Webhook().on(STEP, () => {}, { use: list });
    list.push(() => {
      throw new Error("called");
    });
    expect((await simulate(webhook)).status).toBe(200);
  });

  it.each([
    [null, 'on("conversation.step_reached"): use: expected a middleware or a list of middleware'],
    [[{}], 'on("conversation.step_reached"): use: expected a function'],
    [(_a: never, _b: never, _c: never) => 1, "use: expected a function of (context, next), got"],
  ])("refuses %j", (use, message) => {
    const register = () => new Webhook().on(STEP, () => {}, { use: use as never });
    expect(register).toThrow(WebhookConfigError);
    expect(register).toThrow(message);
  });
});

describe("context.host", () => {
  it("is what the host hands over, of the type that webhook.host names", async () => {
    const host = { env: { BOT: "demo" } };
    const seen: unknown[] = [];
    const webhook = new Webhook().host<typeof host>();
    webhook.use(async (context, next) => {
      expectTypeOf(context.host).toEqualTypeOf<typeof host>();
      seen.push(context.host);
      return next();
    });
    webhook.on(STEP, (context) => {
      expectTypeOf(context.host).toEqualTypeOf<typeof host>();
      seen.push(context.host);
    });
    expect((await simulate(webhook, { host })).status).toBe(200);
    expect(seen).toEqual([host, host]);
    // @ts-expect-error the webhook counts on another host
    expect((await simulate(webhook, { host: { event: 1 } })).status).toBe(200);
  });

  it("is unknown and may be undefined where no host is named", async () => {
    const webhook = new Webhook().on(STEP, (context) => {
      expectTypeOf(context.host).toEqualTypeOf<unknown>();
      expect(context.host).toBeUndefined();
    });
    expect((await simulate(webhook)).status).toBe(200);
  });

  it("says what to do where a webhook counts on it and gets none", async () => {
    const webhook = new Webhook().host<{ req: object }>().onError(() => {});
    webhook.on(STEP, ({ host }) => void host.req);
    const { status, errors } = await simulate(webhook);
    expect(status).toBe(500);
    expect(errors[0]?.message).toContain("in a test write simulate(webhook, { host })");
  });

  it("reaches the fallback", async () => {
    const webhook = new Webhook().host<{ bot: string }>().onError(() => {});
    webhook.on(STEP, () => Promise.reject(new Error("a bug")), {
      fallback: (_error, { host }) => keeps({ ...host }),
    });
    const { answer } = await simulate(webhook, { host: { bot: "demo" } });
    expect(answer?.session?.values).toEqual({ bot: "demo" });
  });

  it("keeps a webhook of one host off the adapters of another", () => {
    const webhook = new Webhook().host<{ event: object }>();
    expectTypeOf(webhook).toExtend<Endpoint<{ event: object }>>();
    expectTypeOf(webhook).toExtend<Endpoint>();
    expectTypeOf(webhook).not.toExtend<Endpoint<{ req: object }>>();
    expectTypeOf(new Webhook()).toExtend<Endpoint<{ req: object }>>();
  });
});
