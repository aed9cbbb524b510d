import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { PreservicaRoleError } from "../index.ts";
import { failure, ids, json, loggedIn, manager, scripted, start } from "./client-fixtures.ts";

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

  it("is not renewed forever", async () => {
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
  it.each([["ROLE_SDB_MANAGER_USER"], ["ROLE_SDB_CONFIG_MANAGER_USER"], ["ROLE_SDB_ADMIN_USER"]])(
    "%s is enough",
    async (role) => {
      const { client } = await start({ roles: ["ROLE_OTHER", role] });
      expect(await ids(client())).toEqual([]);
    },
  );

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
        /expected a user with one of ROLE_SDB_MANAGER_USER, ROLE_SDB_CONFIG_MANAGER_USER, ROLE_SDB_ADMIN_USER, got ROLE_SDB_USER, ROLE_OTHER;/,
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

describe("a refused login", () => {
  it("was tried again with every call, until the account was locked", async () => {
    let now = 0;
    const { platform, client } = await start();
    const made = client({ password: "wrong", now: () => now });
    const posts = () => platform.requests.length;
    for (let i = 0; i < 20; i++) expect((await failure(ids(made))).code).toBe("login_failed");
    expect(posts()).toBe(1);
    now = 10_000;
    await failure(made.token());
    expect(posts()).toBe(2);
  });

  it.each([
    [
      { twoFactorSecret: "JBSWY3DPEHPK3PXP" },
      { twoFactorSecret: "GEZDGNBVGY3TQOJQ" },
      /one-time password: check twoFactorSecret and this machine's clock/,
    ],
    [
      { sharedSecret: "between us" },
      { useSharedSecret: true },
      /check the shared secret, username, tenant, server and this machine's clock/,
    ],
    [{}, { password: "wrong" }, /check username, password, tenant and server/],
  ])("said to check what that kind of login does not use (%j)", async (server, options, hint) => {
    const { client } = await start(server);
    expect((await failure(client(options).token())).message).toMatch(hint);
  });
});
