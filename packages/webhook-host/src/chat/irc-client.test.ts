import { Buffer } from "node:buffer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rows } from "../conformance.test-helpers.ts";
import { createHost, ircClient, type WebhookHost } from "../index.ts";
import { announcements } from "../plugins.ts";
import type { ChatClient } from "./client.ts";
import { freePort, hasNgircd, Ngircd, Person } from "./ngircd.test-helpers.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

// Skipped where ngircd is not installed: apt-get install ngircd.
describe.skipIf(!hasNgircd())("against ngircd", () => {
  let server: Ngircd;
  let ann: Person;
  let op: Person;
  let client: ChatClient;
  let host: WebhookHost;

  beforeAll(async () => {
    server = new Ngircd(await freePort());
    await server.start();
    ann = await Person.join(server.port, "ann", "#bots");
    op = await Person.join(server.port, "op", "#bots");
    client = ircClient({
      server: `127.0.0.1:${server.port}`,
      nick: "helga",
      channels: ["#bots"],
      operators: ["op"],
      flood: { burst: 50, interval: 5, waiting: 12 },
      reconnectDelay: 50,
    });
    host = await createHost({
      client,
      plugins: [announcements],
      discover: false,
      log: quiet,
      env: {},
      credentials: [["user", "pass"]],
      listen: "on-connect",
      port: 0,
      hostname: "127.0.0.1",
      closeDeadline: 1000,
    });
    await ann.sees(/^:helga!\S+ JOIN :?#bots/);
    await op.sees(/^:helga!\S+ JOIN :?#bots/);
  });
  afterAll(async () => {
    await host?.close();
    ann?.leave();
    op?.leave();
    await server?.remove();
  });

  const announce = async (message: string, channel = "bots") => {
    const { port } = host.address as { port: number };
    const answer = await fetch(`http://127.0.0.1:${port}/announce/${channel}`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("user:pass")}` },
      body: new URLSearchParams({ message }),
    });
    return { status: answer.status, body: await answer.text() };
  };
  /** What the bot says from now on, up to a mark that it says last. */
  async function hears(person: Person, act: () => Promise<unknown>): Promise<unknown[]> {
    const before = person.heard("helga").length;
    await act();
    const mark = `mark ${Math.random()}`;
    await client.msg("#bots", mark);
    await person.sees(new RegExp(`PRIVMSG #bots :${mark}$`));
    return person.heard("helga").slice(before, -1);
  }

  for (const row of rows.filter(({ group, given }) => group === "irc" && given.announces)) {
    it(row.name, async () => {
      const heard = await hears(ann, async () => {
        const { status, body } = await announce(row.given.announces);
        expect(status).toBe(row.expected.status);
        if (row.expected.body) expect(body).toBe(row.expected.body);
      });
      expect(heard).toEqual(row.expected.annSees);
    });
  }

  it("irc: stop by somebody else; the routes are whispered; irc: start by the operator after a stop", async () => {
    ann.say("#bots", "helga webhooks stop");
    await ann.sees(/PRIVMSG #bots :Sorry ann, Only an operator can do that$/);
    expect(host.isRunning).toBe(true);

    ann.say("#bots", "\u0001ACTION helga: webhooks\u0001");
    await ann.sees(/PRIVMSG ann :\[POST\] \/announce\/:channel/);
    expect(ann.heard("helga")).toContainEqual(["me", "#bots", "whispers to ann"]);
    expect(ann.heard("helga")).toContainEqual([
      "msg",
      "ann",
      "ann, here are the routes I know about",
    ]);

    const { port } = host.address as { port: number };
    op.say("helga", "!webhooks stop");
    await op.sees(/PRIVMSG op :Webhooks service stopped$/);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow("fetch failed");
    op.say("#bots", "helga webhooks start");
    await ann.sees(/PRIVMSG #bots :Webhooks service started$/);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    // The original loses its chat client here, and every announcement is 500.
    const heard = await hears(ann, async () =>
      expect((await announce("after the start")).status).toBe(200),
    );
    expect(heard).toEqual([["msg", "#bots", "after the start"]]);
  });

  it("cuts long texts between characters, at what a line holds when it reaches others", async () => {
    const text = "a☃👩‍👩‍👧é".repeat(150);
    const heard = (await hears(ann, () => client.msg("#bots", text))) as [string, string, string][];
    expect(heard.map(([, , piece]) => piece).join("")).toBe(text);
    expect(heard.length).toBeGreaterThan(2);
    for (const line of ann.lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(510);
    for (const [, , piece] of heard) expect(piece).not.toMatch(/\ufffd|^\u200d|\u200d$/);
    const actions = (await hears(ann, () =>
      client.me("#bots", `waves ${"x".repeat(600)}\nagain`),
    )) as string[][];
    expect(actions.map(([kind]) => kind)).toEqual(["me", "me", "me", "me"]);
  });

  it("lets no text become another command", async () => {
    const evil = "x\rQUIT :bye\0JOIN #evil\u0001VERSION\u0001";
    const heard = await hears(ann, () => client.msg("#bots", evil));
    expect(heard).toEqual([["msg", "#bots", "x QUIT :bye\u00100JOIN #evilVERSION"]]);
    for (const target of ["#bots\r\nQUIT", "#bots x", "#a,#b", "", ":x", "a\0b"]) {
      await expect(client.msg(target, "hello"), target).rejects.toThrow(
        "expected one channel or nick",
      );
    }
  });

  it("joins a channel when something is said there", async () => {
    const bob = await Person.join(server.port, "bob", "#other");
    await announce("hello others", "other");
    await bob.sees(/^:helga!\S+ JOIN :?#other/);
    await bob.sees(/PRIVMSG #other :hello others$/);
    bob.leave();
  });

  it("tells what it says to those who listen, a line a message, and comes back after a kick", async () => {
    const chair = await Person.join(server.port, "chair", "#kicks");
    await client.msg("#kicks", "here");
    await chair.sees(/PRIVMSG #kicks :here$/);
    chair.send("KICK #kicks helga :out");
    await chair.sees(/KICK #kicks helga/);
    const said: string[][] = [];
    const end = client.onSaid?.(({ nick, target, text }) => said.push([nick, target, text]));
    // Until the client has read of it, it believes that it is still there.
    while (!chair.lines.some((line) => /PRIVMSG #kicks :back$/.test(line))) {
      await client.msg("#kicks", "one\nback");
      await new Promise((later) => setTimeout(later, 20));
    }
    end?.();
    expect(said.slice(0, 2)).toEqual([
      ["helga", "#kicks", "one"],
      ["helga", "#kicks", "back"],
    ]);
    chair.leave();
  });

  it("keeps what is said while the server is away, up to a bound, and sends it when it is back", async () => {
    const port = host.address?.port;
    await server.kill();
    // Until the loss is noticed, a line may be written to a connection that is gone.
    while (client.nick === "helga" && (await noticesLoss()))
      await new Promise((later) => setTimeout(later, 5));
    for (let index = 1; index <= 12; index++) await client.msg("#bots", `kept ${index}`);
    await expect(client.msg("#bots", "one too many")).rejects.toThrow(
      "expected at most 12 lines to wait, got 13: the connection is down; try again later",
    );
    await server.start();
    const cat = await Person.join(server.port, "cat", "#bots");
    await cat.sees(/PRIVMSG #bots :kept 12$/);
    const texts = cat.heard("helga").map(([, , text]) => text);
    expect(texts.at(-1)).toBe("kept 12");
    expect(host.address?.port).toBe(port);
    cat.leave();
  });

  /** Whether the connection still seems to be there. */
  async function noticesLoss(): Promise<boolean> {
    const mark = Symbol("signed on");
    const state = await new Promise<unknown>((resolve) => {
      const end = client.onConnect?.(() => resolve(mark));
      queueMicrotask(() =>
        queueMicrotask(() => {
          end?.();
          resolve(undefined);
        }),
      );
    });
    return state === mark;
  }
});

it("refuses options that cannot work", () => {
  const options = { server: "irc.example.org", nick: "helga" };
  for (const [more, message] of [
    [{ server: undefined }, /server: expected a string, got undefined/],
    [{ server: "http://x" }, /expected ircs:\/\/host:port/],
    [{ nick: "a b" }, /nick: expected letters/],
    [{ channels: ["bots"] }, /a list of channels such as \["#bots"\]/],
    [{ channels: ["#a\r\nQUIT"] }, /a list of channels/],
    [{ operators: "op" }, /a list of nicks or account:NAME/],
    [{ password: "" }, /password: expected a string/],
    [{ sasl: { account: "x" } }, /sasl\.password/],
    [{ chanels: [] }, /did you mean "channels"/],
  ] as const) {
    expect(() => ircClient({ ...options, ...(more as object) }), String(message)).toThrow(message);
  }
});
