import { afterEach, expect, it, onTestFinished, vi } from "vitest";
import { createHost, ircClient } from "../index.ts";
import type { ChatClient } from "./client.ts";
import type { IrcClientOptions } from "./irc-options.ts";
import { scriptedIrc } from "./scripted-irc.test-helpers.ts";

const warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
afterEach(() => warnings.mockClear());
const warned = () => warnings.mock.calls.join("\n");

function clientOf(server: string, options: Partial<IrcClientOptions> = {}): ChatClient {
  const client = ircClient({ server, nick: "helga", reconnectDelay: 20, ...options });
  onTestFinished(() => client.close?.());
  return client;
}

const signedOn = (client: ChatClient) =>
  new Promise<void>((resolve) => client.onConnect?.(() => resolve()));
const sasl = { account: "bot", password: "s3cr3t pass" };

it("signs on with an account", async () => {
  const server = await scriptedIrc({
    capabilities: "multi-prefix sasl=PLAIN account-tag",
    saslPassword: sasl.password,
  });
  const client = clientOf(server.address, { sasl });
  await client.connect?.();
  await signedOn(client);
  expect(server.lines.findIndex((line) => line.startsWith("AUTHENTICATE"))).toBeLessThan(
    server.lines.indexOf("CAP END"),
  );
});

it.each<[what: string, capabilities: string | undefined, saslPassword: string, word: string]>([
  ["refuses its password", "sasl", "another", "SASL did not work"],
  ["has no SASL", "multi-prefix", "", "capability_missing"],
  ["has nothing of what is wanted", "extra", "", "let us in without it"],
  ["knows no capabilities", undefined, "", "let us in without it"],
])("says nothing on a server that %s", async (_, capabilities, saslPassword, word) => {
  const server = await scriptedIrc({
    ...(capabilities === undefined ? {} : { capabilities }),
    saslPassword,
  });
  const client = clientOf(server.address, { sasl, channels: ["#bots"] });
  let isSignedOn = false;
  client.onConnect?.(() => {
    isSignedOn = true;
  });
  await client.connect?.();
  await client.msg("#bots", "a secret");
  await server.sees(/\(closed\)/);
  // It tries again, as the server may have been restarted.
  await server.sees(/^NICK/, server.lines.length);
  expect(isSignedOn).toBe(false);
  expect(server.lines.join("\n")).not.toMatch(/PRIVMSG|JOIN/);
  expect(warned()).toContain(word);
  expect(warned()).not.toContain("s3cr3t");
});

// "read: operators": the original knows them by their nicks alone.
it("knows operators by their accounts, which a nick cannot imitate", async () => {
  const server = await scriptedIrc({ capabilities: "account-tag message-tags" });
  const client = clientOf(server.address, { channels: ["#bots"], operators: ["account:ann"] });
  const host = await createHost({ client, discover: false, env: {} });
  onTestFinished(() => host.close());
  await signedOn(client);
  const says = (tags: string, nick: string, text: string) =>
    server.send(`${tags}:${nick}!u@h PRIVMSG #bots :${text}`);
  says("", "ann", "helga webhooks stop");
  await server.sees(/PRIVMSG #bots :Sorry ann, Only an operator/);
  says("@account=bob ", "account:ann", "helga webhooks stop");
  await server.sees(/PRIVMSG #bots :Sorry account:ann, Only an operator/);
  expect(host.isRunning).toBe(true);
  says("@time=2026-11-26T00:00:00.000Z;account=ann ", "someone", "helga webhooks stop");
  await server.sees(/PRIVMSG #bots :Webhooks service stopped/);
  expect(host.isRunning).toBe(false);
});

it.each<[what: string, takes: (nick: string) => boolean | string, wanted: RegExp]>([
  ["another has", (nick) => nick !== "helga", /^helga_$/],
  ["two others have", (nick) => !["helga", "helga_"].includes(nick), /^helga__$/],
  ["many others have", (nick) => !/^helga_*$/.test(nick), /^helga\d{3}$/],
  ["is too long", (nick) => nick.length <= 4 || /\d{3}$/.test(nick) || "too long", /^helga\d{3}$/],
])("finds another nick where its own is one that %s", async (_, takes, wanted) => {
  const server = await scriptedIrc({ takes });
  const client = clientOf(server.address);
  await client.connect?.();
  await signedOn(client);
  expect(client.nick).toMatch(wanted);
  // By that nick it is addressed.
  const heard = new Promise((resolve) => client.onCommand(({ name }) => resolve(name)));
  server.send(`:ann!u@h PRIVMSG #bots :${client.nick}: routes`);
  expect(await heard).toBe("routes");
});

it("joins again before it speaks where it parted, was kicked out, or was not let in", async () => {
  let isOpen = false;
  const server = await scriptedIrc({ opens: (channel) => channel !== "#closed" || isOpen });
  const client = clientOf(server.address, { channels: ["#Bots", "#closed"] });
  await client.connect?.();
  await server.sees(/^JOIN #closed/);
  const speaks = async (channel: string) => {
    const before = server.lines.length;
    await client.msg(channel, "hello");
    await server.sees(/^PRIVMSG/, before);
    return server.lines.slice(before).filter((line) => !line.startsWith("PING"));
  };
  const heard = async (line: string) => {
    server.send(line);
    // What came before has been read then.
    const before = server.lines.length;
    server.send("PING :mark");
    await server.sees(/^PONG :?mark/, before);
  };
  await heard("PING :ready");
  expect(await speaks("#bots")).toEqual(["PRIVMSG #bots :hello"]);
  await heard(":op!u@h KICK #bots helga :go away");
  expect(await speaks("#bots")).toEqual(["JOIN #bots", "PRIVMSG #bots :hello"]);
  await heard(":op!u@h KICK #bots somebody :go away");
  expect(await speaks("#bots")).toEqual(["PRIVMSG #bots :hello"]);
  await heard(":helga!u@h PART #bots");
  expect(await speaks("#BOTS")).toEqual(["JOIN #BOTS", "PRIVMSG #BOTS :hello"]);
  expect(warned()).toContain("Cannot join channel");
  isOpen = true;
  expect(await speaks("#closed")).toEqual(["JOIN #closed", "PRIVMSG #closed :hello"]);
});

it("refuses a text that is longer than what may wait before it cuts it", async () => {
  const client = clientOf("127.0.0.1:1");
  // As one character, it would be looked at as a whole for each line.
  for (const text of ["x".repeat(1_000_000), `e${"\u0301".repeat(1_000_000)}`]) {
    await expect(client.msg("#bots", text)).rejects.toThrow(/at most 200 lines to wait, got \d+/);
  }
});

it("says why it cannot connect, and tries again", async () => {
  const server = await scriptedIrc({});
  const client = clientOf("127.0.0.1:1");
  await client.connect?.();
  await vi.waitFor(() => expect(warned()).toContain("ECONNREFUSED"), { timeout: 30_000 });
  expect(server.lines).toEqual([]);
});
