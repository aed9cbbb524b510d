import { inspect } from "node:util";
import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import {
  PreservicaClient,
  type PreservicaClientOptions,
  PreservicaError,
  PreservicaRoleError,
} from "../index.ts";
import {
  type SimulatedPreservica,
  type SimulatedPreservicaOptions,
  simulatePreservica,
} from "../testing.ts";

const open: SimulatedPreservica[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((platform) => platform.close()));
});

async function start(options: SimulatedPreservicaOptions = {}) {
  const platform = await simulatePreservica(options);
  open.push(platform);
  const client = (more: PreservicaClientOptions = {}) =>
    new PreservicaClient({
      ...platform.credentials,
      env: {},
      credentialsFile: null,
      sleep: async () => {},
      ...more,
    });
  return { platform, client };
}

async function failure(work: Promise<unknown>): Promise<PreservicaError> {
  const error = await work.then(
    () => expect.unreachable("expected an error"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PreservicaError);
  return error as PreservicaError;
}

const ids = async (client: PreservicaClient) => {
  const found: string[] = [];
  for await (const { id } of client.webhooks.list()) found.push(id);
  return found;
};

/** A client over a script of answers, and what it sent. */
function scripted(answers: (Response | Error | "hang")[], more: PreservicaClientOptions = {}) {
  const sent: { url: string; init: RequestInit; fields: Record<string, string> }[] = [];
  const pauses: number[] = [];
  const client = new PreservicaClient({
    server: "eu.preservica.com",
    username: "us&r",
    password: 'p@ss "wörd"+',
    tenant: "TEN",
    env: {},
    credentialsFile: null,
    sleep: async (milliseconds) => void pauses.push(milliseconds),
    fetch: async (url, init) => {
      const body = String(init.body ?? "");
      sent.push({ url, init, fields: Object.fromEntries(new URLSearchParams(body)) });
      const answer = answers.shift();
      if (answer === undefined) throw new Error("the script is over");
      if (answer === "hang") return new Promise<Response>(() => {});
      if (answer instanceof Error) throw answer;
      return answer;
    },
    ...more,
  });
  return { client, sent, pauses };
}

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
const loggedIn = () => json({ token: "t0ken" });
const manager = () => json({ roles: ["ROLE_SDB_MANAGER_USER"] });

describe("logging in", () => {
  it("posts a form with user, password and tenant", async () => {
    const { client, sent } = scripted([loggedIn()]);
    expect(await client.token()).toBe("t0ken");
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toBe("https://eu.preservica.com/api/accesstoken/login");
    expect(sent[0]?.init).toMatchObject({
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    });
    expect(sent[0]?.fields).toEqual({
      username: "us&r",
      password: 'p@ss "wörd"+',
      tenant: "TEN",
    });
  });

  it("without a tenant asks for the user's details, and keeps the tenant of the answer", async () => {
    const { client, sent } = scripted(
      [
        json({ token: "one", tenant: "FOUND" }),
        manager(),
        new Response("", { status: 401 }),
        json({ token: "two" }),
        json([]),
      ],
      { tenant: undefined },
    );
    expect(await ids(client)).toEqual([]);
    expect(sent[0]?.fields).toEqual({
      username: "us&r",
      password: 'p@ss "wörd"+',
      includeUserDetails: "true",
    });
    expect(sent[3]?.fields.tenant).toBe("FOUND");
    expect(sent[3]?.fields).not.toHaveProperty("includeUserDetails");
  });

  it("works against the server in every way", async () => {
    const twoFactorSecret = "JBSWY3DPEHPK3PXP";
    for (const options of [{}, { twoFactorSecret }]) {
      for (const tenant of ["EXAMPLE", undefined]) {
        const { platform, client } = await start(options);
        expect(await client({ tenant }).token()).toMatch(/^[0-9a-f-]{36}$/);
        expect(platform.logins).toBe(1);
      }
    }
    const { platform, client } = await start({ sharedSecret: "between us" });
    expect(await client({ useSharedSecret: true, password: "between us" }).token()).toMatch(
      /^[0-9a-f-]{36}$/,
    );
    expect(platform.requests.map(({ path }) => path)).toEqual([
      "/api/accesstoken/acquire-external",
    ]);
  });

  it("completes a second factor with the one-time password of the moment (RFC 6238)", async () => {
    // The RFC's own key and moment; its eight digits are 89005924.
    const { client, sent } = scripted(
      [json({ message: "needs.2fa", continuationToken: "c0nt", tenant: "FOUND" }, 401), loggedIn()],
      {
        tenant: undefined,
        twoFactorSecret: "gezd gnbv gy3t qojq-GEZDGNBVGY3TQOJQ",
        now: () => 1_234_567_890_000,
      },
    );
    expect(await client.token()).toBe("t0ken");
    expect(sent[1]?.url).toBe("https://eu.preservica.com/api/accesstoken/complete-2fa");
    expect(sent[1]?.fields).toEqual({
      username: "us&r",
      continuationToken: "c0nt",
      tenant: "FOUND",
      twoFactorToken: "005924",
    });
  });

  it("with a shared secret sends a hash of it and never the secret", async () => {
    const { client, sent } = scripted([loggedIn()], {
      useSharedSecret: true,
      username: "test@example.com",
      password: "between us",
      now: () => 1_700_000_000_999,
    });
    await client.token();
    expect(sent[0]?.url).toBe("https://eu.preservica.com/api/accesstoken/acquire-external");
    // printf 'preservica-external-auth1700000000test@example.combetween us' | sha1sum
    expect(sent[0]?.fields).toEqual({
      username: "test@example.com",
      tenant: "TEN",
      timestamp: "1700000000",
      hash: "052aa8ce541abd186c827c575b83f003b9141a0c",
    });
    expect(JSON.stringify(sent)).not.toMatch(/between.us/);
  });

  it.each([
    [
      "a wrong password",
      {},
      { password: "wrong" },
      "login_failed",
      /refused with 401; check username/,
    ],
    ["a wrong tenant", {}, { tenant: "WRONG" }, "login_failed", /refused with 401/],
    [
      "a second factor without its secret",
      { twoFactorSecret: "JBSWY3DPEHPK3PXP" },
      { twoFactorSecret: undefined },
      "two_factor_missing",
      /pass twoFactorSecret, set PRESERVICA_2FA_TOKEN/,
    ],
    [
      "a wrong second factor",
      { twoFactorSecret: "JBSWY3DPEHPK3PXP" },
      { twoFactorSecret: "GEZDGNBVGY3TQOJQ" },
      "login_failed",
      /401/,
    ],
    [
      "a second factor that is not base32",
      { twoFactorSecret: "JBSWY3DPEHPK3PXP" },
      { twoFactorSecret: "AJC5DEGUVM6UQ1TT" },
      "two_factor_secret_invalid",
      /expected base32/,
    ],
    [
      "a second factor that is not set up",
      { twoFactorSecret: "not set up" },
      {},
      "two_factor_not_set_up",
      /set it up in Preservica first/,
    ],
    [
      "a wrong shared secret",
      { sharedSecret: "between us" },
      { useSharedSecret: true },
      "login_failed",
      /401/,
    ],
  ])("fails for %s", async (_, server, options, code, message) => {
    const { platform, client } = await start(server);
    const made = client(options);
    const error = await failure(made.token());
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
    expect(platform.logins).toBe(0);
    for (const secret of [
      "wrong",
      "JBSWY3DPEHPK3PXP",
      "GEZDGNBVGY3TQOJQ",
      "AJC5DEGUVM6UQ1TT",
      platform.credentials.password,
    ]) {
      expect(inspect(error, { depth: null })).not.toContain(secret);
    }
  });

  it("fails clearly for answers that make no sense", async () => {
    for (const answer of [new Response("<html>"), json({}), json(null), json({ token: 7 })]) {
      const error = await failure(scripted([answer]).client.token());
      expect([error.code, error.status]).toEqual(["answer_invalid", 200]);
    }
    const { client } = scripted([json({ message: "needs.2fa" }, 401)], {
      twoFactorSecret: "JBSWY3DPEHPK3PXP",
    });
    expect((await failure(client.token())).code).toBe("answer_invalid");
  });

  it("is shared by all who call at the same time", async () => {
    const { platform, client } = await start();
    const made = client();
    await Promise.all([
      made.token(),
      ids(made),
      ids(made),
      made.token(),
      made.get("/api/user/details"),
    ]);
    expect(platform.logins).toBe(1);
    await made.token();
    expect(platform.logins).toBe(1);
  });

  it("is not remembered when it failed", async () => {
    const { client, sent } = scripted([json({}, 500), loggedIn()]);
    const [one, two] = await Promise.allSettled([client.token(), client.token()]);
    expect([one.status, two.status, sent.length]).toEqual(["rejected", "rejected", 1]);
    expect(await client.token()).toBe("t0ken");
  });

  it("goes on for the others when one of them gives up", async () => {
    let answer = (_: Response) => {};
    const { client } = scripted([], {
      fetch: () => new Promise<Response>((resolve) => (answer = resolve)),
    });
    const controller = new AbortController();
    const impatient = client.token({ signal: controller.signal });
    const patient = client.token();
    controller.abort(new Error("enough"));
    await expect(impatient).rejects.toThrow("enough");
    answer(loggedIn());
    expect(await patient).toBe("t0ken");
  });

  it("follows no redirect: neither password nor token goes elsewhere", async () => {
    const away = () =>
      new Response(null, { status: 307, headers: { location: "https://elsewhere.example/" } });
    const { client, sent } = scripted([away()]);
    expect((await failure(client.token())).status).toBe(307);
    expect(sent).toHaveLength(1);
    const other = scripted([loggedIn(), away()]);
    expect((await failure(other.client.get("/api/x"))).status).toBe(307);
    expect(other.sent).toHaveLength(2);
  });
});

describe("a token that is no longer taken", () => {
  it("is renewed once, and the call is tried again", async () => {
    const { platform, client } = await start();
    const made = client();
    await ids(made);
    platform.expireTokens();
    expect(await ids(made)).toEqual([]);
    expect(platform.logins).toBe(2);
    const paths = platform.requests.map(
      ({ path, status }) => `${path.split("/").at(-1)} ${status}`,
    );
    expect(paths).toEqual([
      "login 200",
      "details 200",
      "subscriptions 200",
      "subscriptions 401",
      "login 200",
      "subscriptions 200",
    ]);
  });

  it("ends by the clock too", async () => {
    let now = 1_700_000_000_000;
    const { platform, client } = await start({ tokenLifetime: 60, now: () => now });
    const made = client();
    await ids(made);
    now += 61_000;
    await ids(made);
    expect(platform.logins).toBe(2);
  });

  it("is not renewed for ever", async () => {
    const { platform, client } = await start();
    const made = client();
    await made.token();
    platform.failNext(401, { times: 5, matches: /user\/details/ });
    const error = await failure(ids(made));
    expect([error.code, error.status]).toEqual(["request_refused", 401]);
    expect(platform.requests.filter(({ path }) => path === "/api/user/details")).toHaveLength(2);
    expect(platform.logins).toBe(2);
  });

  it("is renewed once for all who met it at the same time", async () => {
    const { platform, client } = await start();
    const made = client();
    await ids(made);
    platform.expireTokens();
    await Promise.all([ids(made), ids(made), ids(made)]);
    expect(platform.logins).toBe(2);
  });
});

describe("roles", () => {
  it.each([["ROLE_SDB_MANAGER_USER"], ["ROLE_SDB_ADMIN_USER"]])("%s is enough", async (role) => {
    const { client } = await start({ roles: ["ROLE_OTHER", role] });
    expect(await ids(client())).toEqual([]);
  });

  it("that do not suffice stop every call before it is sent", async () => {
    const { platform, client } = await start({ roles: ["ROLE_SDB_USER", "ROLE_OTHER"] });
    const { webhooks } = client();
    for (const work of [
      () => webhooks.subscribe({ url: "http://localhost:1/", trigger: "MOVED", secret: "s" }),
      () => webhooks.list().next(),
      () => webhooks.unsubscribe("1"),
      () => webhooks.unsubscribeAll(),
    ]) {
      const error = await failure(work());
      expect(error).toBeInstanceOf(PreservicaRoleError);
      expect(error).toMatchObject({ code: "role_missing", roles: ["ROLE_SDB_USER", "ROLE_OTHER"] });
      expect(error.message).toMatch(
        /expected a user with ROLE_SDB_MANAGER_USER or ROLE_SDB_ADMIN_USER, got ROLE_SDB_USER, ROLE_OTHER/,
      );
    }
    expect(platform.requests.filter(({ path }) => path.includes("webhook"))).toEqual([]);
  });

  it("are asked once a token", async () => {
    const { platform, client } = await start();
    const made = client();
    await ids(made);
    await ids(made);
    expect(platform.requests.filter(({ path }) => path.endsWith("details"))).toHaveLength(1);
  });

  it("that cannot be read are an error", async () => {
    for (const answer of [json({}), new Response("x"), json(null)]) {
      const error = await failure(ids(scripted([loggedIn(), answer]).client));
      expect(error.code).toBe("answer_invalid");
    }
  });
});

describe("trying again", () => {
  const reset = () =>
    new TypeError("fetch failed", {
      cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }),
    });

  it.each([502, 503, 504])(
    "happens up to three times for %d on calls that may be repeated",
    async (status) => {
      const down = () => new Response("down", { status });
      const well = scripted([loggedIn(), down(), down(), manager(), json([])]);
      expect(await ids(well.client)).toEqual([]);
      expect(well.pauses).toEqual([200, 400]);
      const ill = scripted([loggedIn(), down(), down(), down(), manager()]);
      const error = await failure(ids(ill.client));
      expect([error.code, error.status, error.body, ill.sent.length]).toEqual([
        "request_refused",
        status,
        "down",
        4,
      ]);
    },
  );

  it("happens for connection errors, over real sockets too", async () => {
    const well = scripted([loggedIn(), reset(), manager(), reset(), reset(), json([])]);
    expect(await ids(well.client)).toEqual([]);
    const ill = scripted([loggedIn(), reset(), reset(), reset()]);
    const error = await failure(ids(ill.client));
    expect(error).toMatchObject({
      code: "connection_failed",
      url: "https://eu.preservica.com/api/user/details",
    });
    expect(error.message).toMatch(/fetch failed, ECONNRESET/);
    expect(error.cause).toBeInstanceOf(TypeError);

    const { platform, client } = await start();
    const made = client();
    await made.token();
    platform.failNext(0, { times: 2, matches: /^GET/ });
    expect(await ids(made)).toEqual([]);
  });

  it("never happens for calls that change something, nor for other statuses", async () => {
    for (const answer of [new Response("", { status: 503 }), reset()]) {
      const login = scripted([
        answer.constructor === Response ? new Response("", { status: 503 }) : reset(),
        loggedIn(),
      ]);
      await failure(login.client.token());
      expect(login.sent).toHaveLength(1);
      const subscribe = scripted([loggedIn(), manager(), answer, json({ id: "1" })]);
      await failure(
        subscribe.client.webhooks.subscribe({
          url: "http://r.example/",
          trigger: "MOVED",
          secret: "s",
        }),
      );
      expect([subscribe.sent.length, subscribe.pauses]).toEqual([3, []]);
    }
    for (const status of [400, 404, 429, 500, 501]) {
      const other = scripted([loggedIn(), new Response("", { status })]);
      expect((await failure(ids(other.client))).status).toBe(status);
      expect(other.pauses).toEqual([]);
    }
  });

  it("of a removal whose answer was lost takes 404 for done", async () => {
    const gone = () => new Response("", { status: 404 });
    const lost = scripted([loggedIn(), manager(), reset(), gone()]);
    await lost.client.webhooks.unsubscribe("1");
    const never = scripted([loggedIn(), manager(), gone()]);
    expect((await failure(never.client.webhooks.unsubscribe("1"))).status).toBe(404);
  });
});

describe("giving up", () => {
  it("after the timeout, even when fetch does not listen", async () => {
    const { client, sent } = scripted([loggedIn(), "hang"], { timeout: 20 });
    const error = await failure(ids(client));
    expect([error.code, sent.length]).toEqual(["request_timeout", 2]);
    expect(error.message).toMatch(/no answer within 20 ms/);
    expect((await failure(scripted(["hang"], { timeout: 20 }).client.token())).code).toBe(
      "request_timeout",
    );
  });

  it("after the timeout also while the body comes", async () => {
    const endless = () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) }));
    const { client } = scripted([loggedIn(), endless()], { timeout: 20 });
    expect((await failure(ids(client))).code).toBe("request_timeout");
  });

  it("when the signal says so, in every call", async () => {
    const reason = new Error("enough");
    const calls: ((client: PreservicaClient, signal: AbortSignal) => Promise<unknown>)[] = [
      (client, signal) => client.token({ signal }),
      (client, signal) => client.get("/api/x", { signal }),
      (client, signal) => client.webhooks.list({ signal }).next(),
      (client, signal) => client.webhooks.unsubscribe("1", { signal }),
      (client, signal) => client.webhooks.unsubscribeAll({ signal }),
      (client, signal) =>
        client.webhooks.subscribe({
          url: "http://r.example/",
          trigger: "MOVED",
          secret: "s",
          signal,
        }),
    ];
    for (const call of calls) {
      // Before anything is sent, and while an answer is awaited.
      const before = scripted([loggedIn()]);
      await expect(call(before.client, AbortSignal.abort(reason))).rejects.toBe(reason);
      expect(before.sent).toEqual([]);
      const during = scripted([loggedIn(), "hang"]);
      const controller = new AbortController();
      if (call !== calls[0]) await during.client.token();
      const hanging = call === calls[0] ? scripted(["hang"]) : during;
      const work = call(hanging.client, controller.signal);
      setTimeout(() => controller.abort(reason), 5);
      await expect(work).rejects.toBe(reason);
    }
  });

  it("between two tries", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    for (const sleep of [() => new Promise<void>(() => {}), undefined]) {
      const { client } = scripted(
        [loggedIn(), new Response("", { status: 503 })],
        sleep ? { sleep } : {},
      );
      await client.token();
      const work = client.get("/api/x", { signal: controller.signal });
      setTimeout(() => controller.abort(reason), 5);
      await expect(work).rejects.toBe(reason);
    }
  });
});

describe("get", () => {
  it("sends the token and gives the body to be streamed", async () => {
    const { platform, client } = await start({ thumbnails: { abc: new Uint8Array([1, 2, 3]) } });
    const made = client();
    await made.token();
    platform.expireTokens();
    const response = await made.get("/api/content/thumbnail", {
      query: { id: "sdb:IO|abc", size: "large" },
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect(platform.requests.at(-1)?.path).toBe(
      "/api/content/thumbnail?id=sdb%3AIO%7Cabc&size=large",
    );
    const error = await failure(
      made.get("/api/content/thumbnail", { query: { id: "sdb:IO|no", size: "large" } }),
    );
    expect([error.code, error.status, error.body]).toEqual([
      "request_refused",
      404,
      '{"message":"thumbnail.unknown"}',
    ]);
  });

  it("takes a token nowhere else", async () => {
    const { client, sent } = scripted([]);
    for (const path of [
      "//elsewhere.example/",
      "https://elsewhere.example/",
      "/\\elsewhere.example/",
      "@elsewhere.example/",
      "api",
      "",
      "//",
      "http://[",
    ]) {
      await expect(client.get(path)).rejects.toThrow(
        expect.objectContaining({ code: "config_invalid" }),
      );
    }
    expect(sent).toEqual([]);
  });
});

describe("a client", () => {
  it.each([
    [{ serve: "x" }, /unknown option "serve"/],
    [{ timeout: undefined }, /"timeout" is undefined/],
    [{ timeout: 0 }, /timeout: expected a number of milliseconds from 1/],
    [{ fetch: "x" }, /fetch: expected a function/],
    [{ now: 7 }, /now: expected a function/],
    [{ sleep: 7 }, /sleep: expected a function/],
    [{ useSharedSecret: "yes" }, /useSharedSecret: expected true or false, got a string/],
    [{ useSharedSecret: true, tenant: undefined }, /expected a tenant with useSharedSecret/],
    [{ server: "eu.preservica.com/path" }, /server: expected a host/],
    [{ server: "ftp://eu.preservica.com" }, /server: expected a host/],
    [{ server: "https://user:hunter2@eu.preservica.com" }, /server: expected a host/],
    [{ server: "two words" }, /server: expected a host/],
    [{ username: 7 }, /username: expected a text, got a number/],
  ])("is not built with %j", (options, message) => {
    const all = {
      server: "eu.preservica.com",
      username: "u",
      password: "hunter2",
      tenant: "T",
      env: {},
      credentialsFile: null,
    };
    let error: unknown;
    try {
      // Built wrongly on purpose.
      new PreservicaClient({ ...all, ...options } as never);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      code: "config_invalid",
      message: expect.stringMatching(message),
    });
    expect(inspect(error)).not.toContain("hunter2");
  });

  it("reads a server as host, host and port, or origin", () => {
    const server = (text: string) =>
      new PreservicaClient({
        server: text,
        username: "u",
        password: "p",
        env: {},
        credentialsFile: null,
      }).server;
    expect(server("eu.preservica.com")).toBe("https://eu.preservica.com");
    expect(server("localhost:8080")).toBe("https://localhost:8080");
    expect(server("http://localhost:8080/")).toBe("http://localhost:8080");
  });

  it("shows its secrets to nobody, in whatever state", async () => {
    const { client } = scripted([loggedIn(), manager(), json([])], {
      password: "hunter2",
      twoFactorSecret: "JBSWY3DPEHPK3PXP",
    });
    await ids(client);
    for (const shown of [
      inspect(client, { depth: null, showHidden: true }),
      JSON.stringify(client),
      inspect(client.webhooks, { depth: null, showHidden: true }),
    ]) {
      expect(shown).not.toMatch(/hunter2|JBSWY3DPEHPK3PXP|t0ken/);
    }
  });

  it("masks secrets in what servers and connections tell, in every spelling", async () => {
    const password = 'p@ss "wörd"+';
    const spellings = [
      password,
      JSON.stringify(password),
      encodeURIComponent(password),
      new URLSearchParams({ password }).toString(),
    ];
    const leaky = () =>
      json({ echo: spellings, token: "t0ken-of-error", continuationToken: "c0nt-of-error" }, 403);
    const errors = [
      await failure(scripted([leaky()]).client.token()),
      await failure(
        scripted([
          loggedIn(),
          new Response(`bad token t0ken for ${password}`, { status: 400 }),
        ]).client.get("/x"),
      ),
      await failure(
        scripted([
          new Error(`could not post ${password}`, {
            cause: new Error(`form ${encodeURIComponent(password)}`),
          }),
        ]).client.token(),
      ),
      await failure(
        scripted([
          loggedIn(),
          manager(),
          json({ message: "no", secret: "h00k secret" }, 400),
        ]).client.webhooks.subscribe({
          url: "http://r.example/",
          trigger: "MOVED",
          secret: "h00k secret",
        }),
      ),
    ];
    for (const error of errors) {
      const shown = inspect(error, { depth: null, showHidden: true });
      for (const secret of [...spellings, "wörd", "t0ken", "c0nt-of-error", "h00k secret"])
        expect(shown).not.toContain(secret);
      expect(shown).toContain("***");
    }
  });

  it("cuts what a server tells at length", async () => {
    const error = await failure(
      scripted([new Response("x".repeat(1_000_000), { status: 500 })]).client.token(),
    );
    expect(error.body?.length).toBeLessThan(2_100);
    expect(error.message.length).toBeLessThan(600);
  });

  it("types its subscriptions", async () => {
    const { client } = scripted([]);
    expectTypeOf(client.webhooks.list).returns.toExtend<
      AsyncGenerator<{ id: string; url: string }>
    >();
    const typo = { url: "http://r.example/", trigger: "INDEXD", secret: "s" } as const;
    // @ts-expect-error a typo must not subscribe to nothing
    await expect(client.webhooks.subscribe(typo)).rejects.toThrow(/got "INDEXD"/);
  });
});
