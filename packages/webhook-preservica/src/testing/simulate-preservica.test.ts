import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import { afterEach, describe, expect, it } from "vitest";
import { PreservicaClient, type PreservicaDelivery, PreservicaReceiver } from "../index.ts";
import { type SimulatedPreservica, simulatePreservica } from "../testing.ts";

const secret = "s3cr3t";
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanup.splice(0).reverse()) await clean();
});

async function start(options = {}) {
  const platform = await simulatePreservica(options);
  cleanup.push(() => platform.close());
  return platform;
}

/** Listens on a free port and gives the URL. */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanup.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A receiver that keeps what it gets. */
async function receiving() {
  const receiver = new PreservicaReceiver({ secret });
  const deliveries: PreservicaDelivery[] = [];
  receiver.onDelivery((delivery) => deliveries.push(delivery));
  return { url: await listen(nodeAdapter(receiver)), deliveries };
}

function clientOf({ credentials }: SimulatedPreservica) {
  return new PreservicaClient({ ...credentials, env: {}, credentialsFile: null }).webhooks;
}

describe("pyPreservica's own client could not work with it:", () => {
  /** What `WebHooksAPI(protocol="http", server="127.0.0.1:PORT")` and its calls send, and what they make of the answers. */
  async function login({ credentials }: SimulatedPreservica) {
    const { server, username, password, tenant } = credentials;
    const answer = await fetch(`${server}/api/accesstoken/login`, {
      method: "POST",
      body: new URLSearchParams({ username, password, tenant }),
    });
    const { token } = (await answer.json()) as { token: string };
    const headers = { "Preservica-Access-Token": token };
    const version = await fetch(`${server}/api/entity/versiondetails/version`, { headers });
    expect(version.status).toBe(200);
    const [, numbers = ""] =
      /<CurrentVersion>(.*)<\/CurrentVersion>/.exec(await version.text()) ?? [];
    const details = await fetch(`${server}/api/user/details`, {
      headers: { ...headers, "Content-Type": "application/json" },
    });
    const { roles } = (await details.json()) as { roles: string[] };
    return { headers, numbers, roles, subscriptions: `${server}/api/webhook/subscriptions` };
  }

  it("the version it asks for when a client is made was 404", async () => {
    const { numbers, roles } = await login(await start());
    expect(numbers).toMatch(/^\d+\.\d+\.\d+$/);
    expect(roles).toEqual(["ROLE_SDB_MANAGER_USER"]);
  });

  it("subscriptions showed their secret, and ids were no 32 digits", async () => {
    const platform = await start();
    const { headers, subscriptions } = await login(platform);
    const { url } = await receiving();
    const made = await fetch(subscriptions, {
      method: "POST",
      headers: { ...headers, Accept: "application/json", "Content-Type": "application/json" },
      body: `{"url": "${url}", "triggerType": "FULL_TEXT_INDEXED", "secret": "${secret}", "includeIdentifiers": "true"}`,
    });
    expect(made.status).toBe(200);
    const subscription = (await made.json()) as { id: string };
    expect(subscription).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      url,
      triggerType: "FULL_TEXT_INDEXED",
      includeIdentifiers: true,
    });
    const listed = await fetch(subscriptions, { headers });
    expect([listed.status, await listed.json()]).toEqual([200, [subscription]]);
    const removed = await fetch(`${subscriptions}/${subscription.id}`, {
      method: "DELETE",
      headers,
    });
    expect([removed.status, await removed.text()]).toEqual([204, ""]);
    expect(await (await fetch(subscriptions, { headers })).json()).toEqual([]);
  });

  it("a configuration manager was refused", async () => {
    const platform = await start({ roles: ["ROLE_SDB_CONFIG_MANAGER_USER"] });
    const { headers, subscriptions } = await login(platform);
    expect((await fetch(subscriptions, { headers })).status).toBe(200);
  });

  it.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["no URL", { url: undefined }],
    ["a URL that is not one", { url: "http://" }],
    ["another protocol", { url: "ftp://r.example/" }],
    ["a #fragment", { url: "http://127.0.0.1:1/#part" }],
    ["an unknown trigger", { triggerType: "INDEXED" }],
    ["no secret", { secret: "" }],
    ["a flag that is neither true nor false", { includeIdentifiers: "yes" }],
  ])("a subscription with %s was a 500, or was made", async (_, wrong) => {
    const platform = await start();
    const { headers, subscriptions } = await login(platform);
    const { url } = await receiving();
    const right = { url, triggerType: "MOVED", secret, includeIdentifiers: "true" };
    const body = typeof wrong === "string" ? wrong : JSON.stringify({ ...right, ...wrong });
    const answer = await fetch(subscriptions, { method: "POST", headers, body });
    const { message, detail } = (await answer.json()) as Record<string, string>;
    expect([answer.status, message]).toEqual([422, "subscription.invalid"]);
    expect(detail).toMatch(/expected /);
    expect(platform.subscriptions).toEqual([]);
  });
});

describe("a delivery", () => {
  const events = [
    {
      entityRef: "a9e1cae8-ea06-4157-8dd4-82d0525b031c",
      entityType: "IO",
      identifiers: [{ type: "code", value: "MS 1" }],
    },
  ];

  it("shows its trigger, subscription, time and tenancy, as Preservica's do", async () => {
    const now = Date.UTC(2026, 10, 25, 10);
    const platform = await start({ tenant: "ARCHIVE", now: () => now });
    const { url, deliveries } = await receiving();
    const subscription = await clientOf(platform).subscribe({ url, trigger: "INDEXED", secret });
    await platform.deliver({ trigger: "INDEXED", events });
    expect(deliveries.map(({ payload }) => payload)).toEqual([
      {
        subscriptionId: subscription.id,
        trigger: "FULL_TEXT_INDEXED",
        timestamp: "2026-11-25T10:00:00.000Z",
        tenant: "ARCHIVE",
        events,
      },
    ]);
  });

  it("is the same to the byte with the same timestamp", async () => {
    const platform = await start();
    const { url, deliveries } = await receiving();
    await clientOf(platform).subscribe({ url, trigger: "MOVED", secret });
    for (const timestamp of [1, 1, 2]) await platform.deliver({ trigger: "MOVED", timestamp });
    const [one, two, three] = deliveries.map(({ id }) => id);
    expect(two).toBe(one);
    expect(three).not.toBe(one);
  });

  it("has identifiers for those who asked for them", async () => {
    const platform = await start();
    const { url, deliveries } = await receiving();
    const { server } = platform.credentials;
    const token = await new PreservicaClient({
      ...platform.credentials,
      env: {},
      credentialsFile: null,
    }).token();
    await fetch(`${server}/api/webhook/subscriptions`, {
      method: "POST",
      headers: { "Preservica-Access-Token": token },
      body: JSON.stringify({ url, triggerType: "MOVED", secret, includeIdentifiers: false }),
    });
    await platform.deliver({ trigger: "MOVED", events });
    const { identifiers: _, ...event } = events[0] ?? {};
    expect(deliveries.map(({ payload }) => payload.events)).toEqual([[event]]);
  });

  it("did not reach the others when one receiver hung up", async () => {
    const platform = await start();
    const webhooks = clientOf(platform);
    const { url, deliveries } = await receiving();
    const passing = nodeAdapter(new PreservicaReceiver({ secret }));
    const breaking = await listen((request, response) => {
      if (request.url?.includes("challengeCode")) passing(request, response);
      else request.socket.destroy();
    });
    for (const one of [breaking, url]) {
      await webhooks.subscribe({ url: one, trigger: "MOVED", secret });
    }
    const answers = await platform.deliver({ trigger: "MOVED", events });
    expect(answers).toEqual([
      { status: 0, headers: {}, body: "", error: expect.stringMatching(/hang up|ECONNRESET/) },
      expect.objectContaining({ status: 200, body: '{"success":true}' }),
    ]);
    expect(deliveries).toHaveLength(1);
  });

  it("waited forever for a receiver that does not answer", async () => {
    const platform = await start({ timeout: 200 });
    const passing = nodeAdapter(new PreservicaReceiver({ secret }));
    const hanging = await listen((request, response) => {
      if (request.url?.includes("challengeCode")) passing(request, response);
    });
    await clientOf(platform).subscribe({ url: hanging, trigger: "MOVED", secret });
    const answers = await platform.deliver({ trigger: "MOVED", events });
    expect(answers).toEqual([
      { status: 0, headers: {}, body: "", error: "no answer within 200 ms" },
    ]);
  });

  it("kept the server from closing while a receiver did not answer", async () => {
    const platform = await simulatePreservica();
    const passing = nodeAdapter(new PreservicaReceiver({ secret }));
    let arrived = () => {};
    const received = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const hanging = await listen((request, response) => {
      if (request.url?.includes("challengeCode")) passing(request, response);
      else arrived();
    });
    await clientOf(platform).subscribe({ url: hanging, trigger: "MOVED", secret });
    const answers = platform.deliver({ trigger: "MOVED", events });
    await received;
    await platform.close();
    expect(await answers).toEqual([expect.objectContaining({ status: 0 })]);
  });
});

describe("the port", () => {
  async function freePort(): Promise<number> {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  it("can be chosen", async () => {
    const port = await freePort();
    expect((await start({ port })).credentials.server).toBe(`http://127.0.0.1:${port}`);
  });

  it("that is taken crashed the process", async () => {
    const { server } = (await start()).credentials;
    const port = Number(new URL(server).port);
    await expect(simulatePreservica({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it.each([-1, 65_536, 1.5, Number.NaN, "8080"])("cannot be %s", async (port) => {
    // @ts-expect-error a text is not a port
    await expect(simulatePreservica({ port })).rejects.toThrow(
      /port: expected a whole number from 0 to 65535, got /,
    );
  });
});

it("a folder had a thumbnail", async () => {
  const platform = await start({
    thumbnails: { folder: new Uint8Array(9), asset: new Uint8Array(7) },
  });
  const client = new PreservicaClient({ ...platform.credentials, env: {}, credentialsFile: null });
  const sizeOf = async (id: string) => {
    const answer = await client.get("/api/content/thumbnail", { query: { id, size: "small" } });
    return (await answer.arrayBuffer()).byteLength;
  };
  expect(await sizeOf("sdb:IO|asset")).toBe(7);
  expect(await sizeOf("sdb:CO|asset")).toBe(7);
  for (const id of ["sdb:SO|folder", "sdb:XX|asset", "sdb:IO|__proto__", "sdb:IO|other", "asset"]) {
    await expect(sizeOf(id)).rejects.toMatchObject({ status: 404 });
  }
});
