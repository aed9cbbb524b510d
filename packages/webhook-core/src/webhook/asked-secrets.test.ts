import { afterEach, describe, expect, it, vi } from "vitest";
import { events, HttpError, Webhook, type WebhookOptions } from "../index.ts";
import { type SignedRequestOptions, simulate } from "../testing/index.ts";

const STEP = events.CONVERSATION_STEP_REACHED;

function asking(options: WebhookOptions) {
  const codes: string[] = [];
  const webhook = new Webhook(options).on(STEP, () => {}).onError(({ code }) => codes.push(code));
  webhook.onResponse(() => {});
  const status = async (request: SignedRequestOptions) => (await simulate(webhook, request)).status;
  return { status, codes };
}

afterEach(() => {
  vi.useRealTimers();
});

describe("privateKey as a function", () => {
  it("is asked on first use, once, also by requests that come together", async () => {
    const privateKey = vi.fn(async () => "s3cr3t");
    const { status } = asking({ privateKey });
    expect(privateKey).not.toHaveBeenCalled();
    const signed = { privateKey: "s3cr3t" };
    const statuses = await Promise.all([status(signed), status(signed), status({})]);
    expect(statuses).toEqual([200, 200, 401]);
    expect(await status(signed)).toBe(200);
    expect(privateKey).toHaveBeenCalledOnce();
  });

  it("may be synchronous, and give a list", async () => {
    const { status } = asking({ privateKey: () => ["new", "old"] });
    expect(await status({ privateKey: "old" })).toBe(200);
  });

  it("a rotated key needed a restart: it is asked for again when a signature does not fit", async () => {
    let key = "old";
    const { status } = asking({ privateKey: () => key });
    expect(await status({ privateKey: "old" })).toBe(200);
    key = "new";
    expect(await Promise.all([1, 2, 3].map(() => status({ privateKey: "new" })))).toEqual([
      200, 200, 200,
    ]);
    expect(await status({ privateKey: "old" })).toBe(401);
  });

  it("is asked again every ten seconds at most, however many signatures do not fit", async () => {
    vi.useFakeTimers();
    const privateKey = vi.fn(() => "s3cr3t");
    const { status } = asking({ privateKey });
    for (let i = 0; i < 5; i++) expect(await status({ privateKey: "guess" })).toBe(401);
    expect(privateKey).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(10_000);
    await status({ privateKey: "guess" });
    await status({});
    expect(privateKey).toHaveBeenCalledTimes(3);
  });

  it.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("the vault is sealed");
      },
    ],
    ["rejects", () => Promise.reject(new Error("the vault is sealed"))],
    ["gives nothing", () => undefined],
    ["gives null", () => null],
    ["gives an empty text", () => ""],
    ["gives an empty list", () => []],
    ["gives a number", () => 7],
  ])(
    "a function that %s is a 500 reported to onError, and is asked again",
    async (_what, first) => {
      let calls = 0;
      const privateKey = () => (++calls === 1 ? first() : "s3cr3t");
      const { status, codes } = asking({ privateKey: privateKey as never });
      expect(await status({ privateKey: "s3cr3t" })).toBe(500);
      expect(codes).toEqual(["secret_unavailable"]);
      expect(await status({ privateKey: "s3cr3t" })).toBe(200);
    },
  );

  it("a key from the environment could not be asked for without a cast", async () => {
    const environment: NodeJS.ProcessEnv = {};
    const { status, codes } = asking({ privateKey: () => environment.CLUSTAAR_PRIVATE_KEY });
    expect([await status({}), codes]).toEqual([500, ["secret_unavailable"]]);
    environment.CLUSTAAR_PRIVATE_KEY = "s3cr3t";
    expect(await status({ privateKey: "s3cr3t" })).toBe(200);
  });

  it("keeps its HttpError if it throws one", async () => {
    const privateKey = () => {
      throw new HttpError(503, "the vault is sealed", { code: "sealed" });
    };
    const { status, codes } = asking({ privateKey });
    expect([await status({}), codes]).toEqual([503, ["sealed"]]);
  });

  it("a stranger's signature is a 401 although the function fails by now", async () => {
    let calls = 0;
    const privateKey = () => {
      if (++calls > 1) throw new Error("the vault is sealed");
      return "s3cr3t";
    };
    const { status, codes } = asking({ privateKey });
    expect(await status({ privateKey: "guess" })).toBe(401);
    expect(codes).toEqual(["secret_unavailable"]);
    expect(await status({ privateKey: "s3cr3t" })).toBe(200);
  });

  it("a function that never answers is given up after ten seconds", async () => {
    vi.useFakeTimers();
    const { status, codes } = asking({ privateKey: () => new Promise(() => {}) });
    const answered = status({});
    await vi.advanceTimersByTimeAsync(10_000);
    expect([await answered, codes]).toEqual([500, ["secret_unavailable"]]);
  });

  it("never shows a key", async () => {
    const errors: unknown[] = [];
    const webhook = new Webhook({ privateKey: () => ["s3cr3t", ""] }).onError((error) =>
      errors.push(error.message, String(error.cause)),
    );
    const { body } = await simulate(webhook);
    expect(body + errors.join()).not.toContain("s3cr3t");
  });
});

describe("auth as a function", () => {
  const pair = { username: "bot", password: "s3cr3t" };
  const guess = { username: "bot", password: "guess" };

  it("that gives a pair is asked on first use and kept", async () => {
    const auth = vi.fn();
    const { status } = asking({
      auth: async () => {
        auth();
        return pair;
      },
    });
    expect(await status({})).toBe(401);
    expect(auth).not.toHaveBeenCalled();
    expect(await status({ auth: pair })).toBe(200);
    expect(await status({ auth: pair })).toBe(200);
    expect(auth).toHaveBeenCalledOnce();
  });

  it("that gives a pair is asked again when a password does not fit, every ten seconds at most", async () => {
    vi.useFakeTimers();
    let password = "s3cr3t";
    let calls = 0;
    const { status } = asking({
      auth: () => {
        calls++;
        return { username: "bot", password };
      },
    });
    expect(await status({ auth: pair })).toBe(200);
    password = "rotated";
    expect(await status({ auth: { ...pair, password } })).toBe(200);
    for (let i = 0; i < 5; i++) expect(await status({ auth: guess })).toBe(401);
    expect(calls).toBe(2);
    vi.advanceTimersByTime(10_000);
    expect(await status({ auth: pair })).toBe(401);
    expect(calls).toBe(3);
  });

  it("that gives true or false checks every request", async () => {
    const auth = vi.fn(({ password }: { password: string }) => password === "s3cr3t");
    const { status } = asking({ auth });
    expect([await status({ auth: pair }), await status({ auth: guess })]).toEqual([200, 401]);
    expect(await status({ auth: pair })).toBe(200);
    expect(auth).toHaveBeenCalledTimes(3);
  });

  it("that looks up the pair of a user is asked for every request", async () => {
    const users = new Map(
      [pair, { username: "ada", password: "l0velace" }].map((u) => [u.username, u]),
    );
    const { status } = asking({ auth: ({ username }) => users.get(username) ?? false });
    expect(await status({ auth: pair })).toBe(200);
    expect(await status({ auth: { username: "ada", password: "l0velace" } })).toBe(200);
    expect(await status({ auth: { username: "ada", password: "s3cr3t" } })).toBe(401);
    expect(await status({ auth: { username: "eve", password: "s3cr3t" } })).toBe(401);
  });

  it.each(["yes", 1, {}, [], undefined, null])("lets nobody in on %j", async (answer) => {
    const { status } = asking({ auth: () => answer as never });
    expect(await status({ auth: pair })).toBe(401);
  });

  it.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("the directory is down");
      },
    ],
    ["gives half a pair", () => ({ username: "bot", password: undefined })],
    ["gives an empty password", () => ({ username: "bot", password: "" })],
  ])("that %s is a 500 reported to onError, and is asked again", async (_what, first) => {
    let calls = 0;
    const { status, codes } = asking({ auth: () => (++calls === 1 ? first() : pair) as never });
    expect(await status({ auth: pair })).toBe(500);
    expect(codes).toEqual(["secret_unavailable"]);
    expect(await status({ auth: pair })).toBe(200);
  });
});
