import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import { afterEach, describe, expect, it } from "vitest";
import {
  PreservicaClient,
  PreservicaError,
  PreservicaReceiver,
  PreservicaUnsubscribeError,
  type PreservicaWebhooks,
  triggers,
} from "../index.ts";
import { simulatePreservica } from "../testing.ts";

const secret = "s3cr3t";
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanup.splice(0)) await clean();
});

async function start() {
  const server = createServer(nodeAdapter(new PreservicaReceiver({ secret })));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const platform = await simulatePreservica();
  cleanup.push(
    () => platform.close(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const options = {
    ...platform.credentials,
    env: {},
    credentialsFile: null,
    sleep: async () => {},
  };
  const { webhooks } = new PreservicaClient(options);
  return { platform, webhooks, url };
}

/** What `subscribe` posts. */
async function posted(options: object) {
  let body: unknown;
  const answers = [
    { token: "t" },
    { roles: ["ROLE_SDB_ADMIN_USER"] },
    { id: 7, secret, future: true, includeIdentifiers: "true" },
  ];
  const { webhooks } = new PreservicaClient({
    server: "eu.preservica.com",
    username: "u",
    password: "p",
    tenant: "T",
    env: {},
    credentialsFile: null,
    fetch: async (url, init) => {
      if (url.endsWith("/subscriptions"))
        body = [init.method, init.headers, JSON.parse(String(init.body))];
      return new Response(JSON.stringify(answers.shift()));
    },
  });
  const subscription = await webhooks.subscribe({
    url: "https://r.example/hook",
    trigger: "INDEXED",
    secret,
    ...options,
  });
  return { body: body as [string, object, { url: string }], subscription };
}

describe("subscribe", () => {
  it("posts what pyPreservica posts, with a tag in the URL, and gives the subscription", async () => {
    const { body, subscription } = await posted({});
    expect(body).toEqual([
      "POST",
      expect.objectContaining({
        "Preservica-Access-Token": "t",
        Accept: "application/json",
        "Content-Type": "application/json",
      }),
      {
        url: "https://r.example/hook?trigger=INDEXED",
        triggerType: "FULL_TEXT_INDEXED",
        secret,
        includeIdentifiers: "true",
      },
    ]);
    expect(subscription).toEqual({
      id: "7",
      url: "https://r.example/hook?trigger=INDEXED",
      triggerType: "FULL_TEXT_INDEXED",
      trigger: "INDEXED",
      future: true,
      includeIdentifiers: true,
    });
  });

  it("takes both names of every trigger", async () => {
    for (const [name, wire] of Object.entries(triggers)) {
      for (const trigger of [name, wire]) {
        const { body } = await posted({ trigger });
        expect(body[2]).toMatchObject({
          url: `https://r.example/hook?trigger=${name}`,
          triggerType: wire,
        });
      }
    }
  });

  it.each([
    ["https://r.example", "https://r.example/?trigger=INDEXED"],
    ["https://r.example/a%20b?x=a%20b", "https://r.example/a%20b?x=a%20b&trigger=INDEXED"],
    ["https://r.example/?trigger=MOVED&x=1", "https://r.example/?trigger=INDEXED&x=1"],
  ])("tags %s", async (url, tagged) => {
    expect((await posted({ url })).body[2].url).toBe(tagged);
  });

  it("leaves the URL alone with tag: false", async () => {
    for (const url of ["https://r.example", "https://r.example/?trigger=MOVED&x=a b"]) {
      expect((await posted({ url, tag: false })).body[2].url).toBe(url);
    }
  });

  it.each([
    [{ url: "" }, /url: expected a string, got an empty string/],
    [{ url: "/hook" }, /url: expected an absolute URL/],
    [{ url: "ftp://r.example/" }, /url: expected http or https, got ftp/],
    [{ url: "https://r.example/?challengeCode=1" }, /expected no challengeCode in it/],
    [
      { url: "https://r.example/#part" },
      /url: expected no #fragment in it, got one; .* leave it out/,
    ],
    [{ url: "https://r.example/?x#" }, /url: expected no #fragment in it/],
    [{ url: "https://r.example/#part", tag: false }, /url: expected no #fragment in it/],
    [{ secret: "" }, /secret: expected a string, got an empty string/],
    [
      { secret: undefined },
      /secret: expected a string, got undefined; is an environment variable not set\?/,
    ],
    [{ trigger: "RENAMED" }, /trigger: expected one of MOVED, INDEXED, .* got "RENAMED"/],
    [{ triggerType: "MOVED" }, /unknown option "triggerType"/],
  ])("refuses %j before anything is sent", async (options, message) => {
    await expect(posted(options)).rejects.toThrow(message);
    await expect(posted(options)).rejects.toMatchObject({ code: "config_invalid" });
  });

  it("says so when the receiver has another secret, or is not there", async () => {
    const { platform, webhooks, url } = await start();
    const error = await webhooks
      .subscribe({ url, trigger: "MOVED", secret: "another secret" })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(PreservicaError);
    expect(error).toMatchObject({
      code: "request_refused",
      status: 400,
      url: `${platform.credentials.server}/api/webhook/subscriptions`,
      body: '{"message":"challenge.failed","detail":"the challengeResponse is wrong"}',
      message: expect.stringMatching(
        /challenge failed, check that the receiver answers at the subscribed URL, and that it has the same secret/,
      ),
    });
    expect(platform.subscriptions).toEqual([]);
    const nobody = webhooks.subscribe({ url: "http://127.0.0.1:1/", trigger: "MOVED", secret });
    await expect(nobody).rejects.toThrow(/the URL could not be reached/);
  });

  it("says so in the same words whatever the secret is", async () => {
    const { webhooks, url } = await start();
    for (const wrong of ["secret", "challenge", "e"]) {
      const work = webhooks.subscribe({ url, trigger: "MOVED", secret: wrong });
      await expect(work).rejects.toThrow(/if the challenge failed, .* it has the same secret/);
    }
  });

  it("says so when Preservica answers without a subscription", async () => {
    const { platform, webhooks, url } = await start();
    platform.failNext(200, { matches: /^POST .*subscriptions/ });
    await expect(webhooks.subscribe({ url, trigger: "MOVED", secret })).rejects.toMatchObject({
      code: "answer_invalid",
      message: expect.stringMatching(/it was made all the same, and list\(\) shows it/),
    });
  });
});

/** Subscribes to three triggers and gives the ids. */
async function subscribeThree(webhooks: PreservicaWebhooks, url: string) {
  const { id: one } = await webhooks.subscribe({ url, trigger: "MOVED", secret });
  const { id: two } = await webhooks.subscribe({ url, trigger: "INDEXED", secret });
  const { id: three } = await webhooks.subscribe({ url, trigger: "INGEST_FAILED", secret });
  return [one, two, three] as const;
}

describe("list, unsubscribe and unsubscribeAll", () => {
  it("see and remove what was subscribed", async () => {
    const { platform, webhooks, url } = await start();
    const [one, two, three] = await subscribeThree(webhooks, url);
    const seen = [];
    for await (const subscription of webhooks.list()) seen.push(subscription);
    expect(seen).toEqual([
      {
        id: one,
        url: `${url}?trigger=MOVED`,
        triggerType: "MOVED",
        trigger: "MOVED",
        includeIdentifiers: true,
      },
      {
        id: two,
        url: `${url}?trigger=INDEXED`,
        triggerType: "FULL_TEXT_INDEXED",
        trigger: "INDEXED",
        includeIdentifiers: true,
      },
      {
        id: three,
        url: `${url}?trigger=INGEST_FAILED`,
        triggerType: "INGEST_FAILED",
        trigger: "INGEST_FAILED",
        includeIdentifiers: true,
      },
    ]);
    expect(await webhooks.unsubscribe(two)).toBe(undefined);
    expect(platform.subscriptions.map(({ id }) => id)).toEqual([one, three]);
    expect(await webhooks.unsubscribeAll()).toEqual({ removed: [one, three], remaining: [] });
    expect(platform.subscriptions).toEqual([]);
    expect(await webhooks.unsubscribeAll()).toEqual({ removed: [], remaining: [] });
  });

  it("were said to remain when somebody else had removed them", async () => {
    const { platform, webhooks, url } = await start();
    const made = await subscribeThree(webhooks, url);
    platform.failNext(404, { matches: new RegExp(`^DELETE .*${made[0]}$`) });
    expect(await webhooks.unsubscribeAll()).toEqual({ removed: made, remaining: [] });
  });

  it("go on past a removal that fails, and report which ids remain", async () => {
    const { platform, webhooks, url } = await start();
    const [one, two, three] = await subscribeThree(webhooks, url);
    platform.failNext(500, { matches: new RegExp(`^DELETE .*/${two}$`) });
    const error = await webhooks.unsubscribeAll().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(PreservicaUnsubscribeError);
    expect(error).toMatchObject({
      code: "subscriptions_remain",
      removed: [one, three],
      remaining: [two],
      errors: [{ code: "request_refused", status: 500 }],
      message: expect.stringMatching(`^1 of 3 subscriptions remain: ${two} \\(DELETE .* got 500`),
    });
    expect(platform.subscriptions.map(({ id }) => id)).toEqual([two]);
  });

  it("report what remains when they are given up", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const removals: string[] = [];
    const { webhooks } = new PreservicaClient({
      server: "eu.preservica.com",
      username: "u",
      password: "p",
      env: {},
      credentialsFile: null,
      fetch: async (url, { method }) => {
        if (url.endsWith("/login")) return new Response('{"token":"t"}');
        if (url.endsWith("/details")) return new Response('{"roles":["ROLE_SDB_ADMIN_USER"]}');
        if (method === "GET") return new Response('[{"id":"1"},{"id":"2"},{"id":"3"}]');
        removals.push(url);
        if (url.endsWith("/2")) controller.abort(reason);
        return new Response(null, { status: 204 });
      },
    });
    const error = await webhooks
      .unsubscribeAll({ signal: controller.signal })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(PreservicaUnsubscribeError);
    expect(error).toMatchObject({
      removed: ["1"],
      remaining: ["2", "3"],
      errors: [reason, reason],
    });
    expect(removals).toHaveLength(2);
  });

  it("never turn a strange id into another path", async () => {
    const { platform, webhooks } = await start();
    for (const id of ["", ".", ".."]) {
      await expect(webhooks.unsubscribe(id)).rejects.toMatchObject({ code: "config_invalid" });
    }
    await expect(webhooks.unsubscribe("../x?y#z")).rejects.toMatchObject({ status: 404 });
    expect(platform.requests.at(-1)?.path).toBe("/api/webhook/subscriptions/..%2Fx%3Fy%23z");
  });

  it("say so when the list is none", async () => {
    for (const body of ["{}", "[1]", "[{}]", "<html>", "null"]) {
      const answers = ['{"token":"t"}', '{"roles":["ROLE_SDB_MANAGER_USER"]}', body];
      const { webhooks } = new PreservicaClient({
        server: "eu.preservica.com",
        username: "u",
        password: "p",
        env: {},
        credentialsFile: null,
        fetch: async () => new Response(answers.shift()),
      });
      await expect(webhooks.list().next()).rejects.toMatchObject({
        code: "answer_invalid",
        status: 200,
      });
    }
  });
});

it("took a tag that is a text for true", async () => {
  const { webhooks } = await start();
  const options = { url: "http://r.example/", trigger: "MOVED", secret, tag: "false" } as const;
  // @ts-expect-error true or false
  await expect(webhooks.subscribe(options)).rejects.toThrow(
    /subscribe: tag: expected true or false, got a string/,
  );
});
