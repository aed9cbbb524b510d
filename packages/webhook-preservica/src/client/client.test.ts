import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import { PreservicaClient } from "../index.ts";
import { failure, ids, json, loggedIn, manager, scripted } from "./client-fixtures.ts";

describe("a client", () => {
  it.each([
    [{ serve: "x" }, /unknown option "serve"/],
    [{ timeout: undefined }, /"timeout" is undefined/],
    [{ timeout: 0 }, /timeout: expected a number of milliseconds from 1/],
    [
      { timeout: 3e9 },
      /timeout: expected a number of milliseconds from 1 to 2147483647, got 3000000000/,
    ],
    [{ fetch: "x" }, /fetch: expected a function/],
    [{ now: 7 }, /now: expected a function/],
    [{ sleep: 7 }, /sleep: expected a function/],
    [{ useSharedSecret: "yes" }, /useSharedSecret: expected true or false, got a string/],
    [{ useSharedSecret: true, tenant: undefined }, /expected a tenant with useSharedSecret/],
    [{ server: "eu.preservica.com/path" }, /server: expected a host/],
    [{ server: "ftp://eu.preservica.com" }, /server: expected a host/],
    [{ server: "https://user:hunter2@eu.preservica.com" }, /server: expected a host/],
    [{ server: "two words" }, /server: expected a host/],
    [{ username: 7 }, /username: expected a string, got a number/],
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
