import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  got,
  hook,
  onlyDelivery,
  quiet,
  startEmitter,
  startServer,
} from "../emitter/world.test-helpers.ts";
import type { Resolve } from "./connector.ts";
import { AllowedNetworks, isPrivateNetwork, isPublicAddress } from "./networks.ts";

let trap: Server;
let port = 0;
let connections = 0;

beforeAll(async () => {
  trap = createServer((socket) => {
    connections++;
    socket.on("error", () => {});
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
  });
  await new Promise<void>((resolve) => trap.listen(0, "::", resolve));
  port = (trap.address() as AddressInfo).port;
});
afterAll(() => trap.close());

/** A resolver with answers of its own for some names, one after the other. */
function resolver(answers: Record<string, (readonly string[])[]>): Resolve & { asked: string[] } {
  const asked: string[] = [];
  const resolve: Resolve = (hostname, callback) => {
    asked.push(hostname);
    const left = answers[hostname];
    const addresses = (left && left.length > 1 ? left.shift() : left?.[0]) ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return Object.assign(resolve, { asked });
}

async function send(url: string, options: Parameters<typeof startEmitter>[0] = {}) {
  const { emitter } = await startEmitter({
    allowPrivate: [],
    webhooks: [{ url, secret: "s", events: "after:*", backoff: false, timeout: "2s" }],
    ...options,
  });
  await emitter.publish("order.paid", { total: 1 });
  await quiet(emitter);
  return (await onlyDelivery(emitter)).log[0];
}

describe("no connection is made to", () => {
  it.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",
    "0",
    "localhost",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[::127.0.0.1]",
    "169.254.169.254",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[fe80::1]",
    "[fc00::1]",
    "[ff02::1]",
    "[2002:7f00:1::]",
    "[2001:db8::1]",
    "user:pass@127.0.0.1",
    "public.example@127.0.0.1",
    "127.0.0.1:80@127.0.0.1",
    "１２７.0.0.1",
    "①27.0.0.1",
  ])("http://%s", async (host) => {
    const before = connections;
    expect(await send(`http://${host}:${port}/`)).toMatchObject({
      ok: false,
      error: { code: "address_refused", message: expect.stringContaining("allowPrivate") },
    });
    expect(connections).toBe(before);
  });

  it("http://localhost., which not every resolver knows", async () => {
    const before = connections;
    const attempt = await send(`http://localhost.:${port}/`);
    expect(["address_refused", "name_unknown"]).toContain(attempt?.error?.code);
    expect(connections).toBe(before);
  });

  it.each([
    ["a name that resolves to 127.0.0.1", ["127.0.0.1"]],
    ["a name with one public and one private address", ["93.184.215.14", "10.0.0.1"]],
    ["a name with a private address of IPv6", ["fd00::1"]],
    ["a name with a mapped address", ["::ffff:10.0.0.1"]],
    ["a name with an address with a zone", ["fe80::1%eth0"]],
  ])("%s", async (_what, addresses) => {
    const before = connections;
    const resolve = resolver({ "rebind.example": [addresses] });
    expect(await send(`http://rebind.example:${port}/`, { resolve })).toMatchObject({
      error: { code: "address_refused" },
    });
    expect(connections).toBe(before);
    expect(resolve.asked).toEqual(["rebind.example"]);
  });

  it("a name whose second answer differs from the first: what was checked is what is connected to", async () => {
    const server = await startServer();
    const resolve = resolver({ "rebind.example": [["127.0.0.1"], ["127.0.0.2"]] });
    const { emitter } = await startEmitter({
      allowPrivate: ["127.0.0.1/32"],
      resolve,
      webhooks: [hook(server, { url: `http://rebind.example:${server.port}/`, backoff: false })],
    });
    await emitter.publish("order.paid", { total: 1 });
    await got(server);
    expect(resolve.asked).toEqual(["rebind.example"]);
    // The next connection asks again, and gets what is not allowed.
    server.server.closeAllConnections();
    await quiet(emitter);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await emitter.publish("order.paid", { total: 2 });
    await quiet(emitter);
    expect(resolve.asked).toHaveLength(2);
    expect(server.requests).toHaveLength(1);
    const { items } = await emitter.deliveries.list();
    const refused = await emitter.deliveries.get(items[0]?.id ?? "");
    expect(refused?.attempts[0]).toMatchObject({ error: { code: "address_refused" } });
  });
});

describe("what is allowed", () => {
  it("is named by the emitter, or by one webhook", async () => {
    expect(
      await send(`http://127.0.0.1:${port}/`, { allowPrivate: ["127.0.0.0/8"] }),
    ).toMatchObject({
      ok: true,
    });
    const own = { url: `http://127.0.0.1:${port}/`, secret: "s", events: "after:*" };
    const allowed = [{ ...own, allowPrivate: ["127.0.0.1"] }];
    expect(await send("", { webhooks: allowed })).toMatchObject({ ok: true });
    const other = [{ ...own, allow_private: ["10.0.0.0/8"] }];
    expect(await send("", { webhooks: other })).toMatchObject({
      error: { code: "address_refused" },
    });
    expect(await send(`http://[::1]:${port}/`, { allowPrivate: ["::1/128"] })).toMatchObject({
      ok: true,
    });
    expect(
      await send(`http://localhost:${port}/`, { allowPrivate: ["127.0.0.0/8", "::1"] }),
    ).toMatchObject({
      ok: true,
    });
  });

  it("does not hold for another webhook that shares nothing with it", async () => {
    const { emitter } = await startEmitter({
      allowPrivate: [],
      webhooks: ["127.0.0.1", "10.0.0.0/8"].map((network, at) => ({
        name: `w${at}`,
        url: `http://127.0.0.1:${port}/`,
        secret: "s",
        events: "after:*",
        backoff: false,
        allowPrivate: [network],
      })),
    });
    for (let n = 0; n < 3; n++) await emitter.publish("order.paid", { total: 1 });
    await quiet(emitter);
    const states = async (webhookId: string) =>
      (await emitter.deliveries.list({ webhookId })).items.map(({ state }) => state);
    expect(await states("w0")).toEqual(["delivered", "delivered", "delivered"]);
    expect(await states("w1")).toEqual(["dead", "dead", "dead"]);
  });

  it("http: is not, unless allowInsecure says so", async () => {
    const url = `http://127.0.0.1:${port}/`;
    const allowPrivate = ["127.0.0.1"];
    const refused = await send(url, { allowPrivate, allowInsecure: false });
    expect(refused).toMatchObject({
      error: { code: "insecure_refused", message: expect.stringContaining("allowInsecure") },
    });
    const own = [{ url, secret: "s", events: "after:*", allow_insecure: true }];
    expect(await send("", { allowPrivate, allowInsecure: false, webhooks: own })).toMatchObject({
      ok: true,
    });
    const strict = [{ url, secret: "s", events: "after:*", allowInsecure: false, backoff: false }];
    expect(await send("", { allowPrivate, webhooks: strict })).toMatchObject({ ok: false });
  });
});

describe("addresses", () => {
  it.each([
    "8.8.8.8",
    "1.1.1.1",
    "172.15.0.1",
    "172.32.0.1",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
  ])("%s is public", (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    "",
    "no address",
    "1.2.3",
    "fe80::1%eth0",
    "2606:4700::1111%eth0",
    "::8.8.8.8.8",
    "4000::1",
    "3fff::1",
    "192.0.0.1",
  ])("%s is not", (address) => expect(isPublicAddress(address)).toBe(false));

  it("networks are read strictly", () => {
    for (const text of ["10.0.0.0/8", "10.1.2.3", "::1", "fd00::/8", "0.0.0.0/0"]) {
      expect(isPrivateNetwork(text), text).toBe(true);
    }
    for (const text of [
      "",
      "10.0.0.0/33",
      "10.0.0/8",
      "fd00::/129",
      "localhost",
      "10.0.0.0/",
      "10.0.0.0/8 ",
    ]) {
      expect(isPrivateNetwork(text), text).toBe(false);
    }
    const allowed = new AllowedNetworks(["10.0.0.0/8"]);
    expect(allowed.has("10.1.2.3")).toBe(true);
    expect(allowed.has("::ffff:10.1.2.3")).toBe(true);
    expect(allowed.has("11.1.2.3")).toBe(false);
    expect(allowed.has("fd00::1")).toBe(false);
  });
});
