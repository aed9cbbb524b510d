import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable, Writable } from "node:stream";
import { expect, it, onTestFinished } from "vitest";
import { consoleClient, slackClient } from "../index.ts";

/** A server that answers as it is told, and keeps what came. */
async function slack(
  ...answers: [status: number, headers: Record<string, string>, body: string][]
) {
  const came: { url: string; authorization: string | undefined; body: unknown }[] = [];
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { authorization } = request.headers;
    came.push({ url: request.url ?? "", authorization, body: JSON.parse(text) });
    const [status, headers, body] = answers.shift() ?? [200, {}, "ok"];
    response.writeHead(status, headers).end(body);
  }).listen(0, "127.0.0.1");
  await new Promise((ready) => server.once("listening", ready));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/services/s3cr3t`,
    api: `http://127.0.0.1:${port}/api/`,
    came,
  };
}

it("speaks through an incoming webhook, and mentions nobody", async () => {
  const { url, came } = await slack();
  const client = slackClient({ webhookUrl: url });
  await client.msg("#bots", "<!channel> a & b\nsecond line");
  await client.me("#bots", "waves");
  await client.msg("#bots", "");
  expect(came).toEqual([
    {
      url: "/services/s3cr3t",
      authorization: undefined,
      body: { channel: "#bots", text: "&lt;!channel&gt; a &amp; b\nsecond line" },
    },
    {
      url: "/services/s3cr3t",
      authorization: undefined,
      body: { channel: "#bots", text: "_waves_" },
    },
  ]);
});

it("speaks with a token, waits when Slack asks for it, and says why a message was refused", async () => {
  const { api, came } = await slack(
    [429, { "retry-after": "0" }, ""],
    [200, {}, '{"ok":true}'],
    [200, {}, '{"ok":false,"error":"channel_not_found"}'],
    [500, {}, ""],
  );
  const client = slackClient({ token: "xoxb-1", apiUrl: api });
  await client.msg("C1", "hello");
  expect(came).toEqual(
    Array(2).fill({
      url: "/api/chat.postMessage",
      authorization: "Bearer xoxb-1",
      body: { channel: "C1", text: "hello" },
    }),
  );
  const refused = "Slack refused a message to C2:";
  await expect(client.msg("C2", "x")).rejects.toThrow(`${refused} channel_not_found`);
  await expect(client.msg("C2", "x")).rejects.toThrow(`${refused} status 500`);
});

it("refuses options that cannot work, without showing them", () => {
  for (const options of [
    {},
    { token: "a", webhookUrl: "https://x" },
    { webhookUrl: "http://hooks.example.com/s3cr3t" },
    { token: undefined },
    { token: "x", apiUrl: "nothing" },
  ]) {
    expect(() => slackClient(options)).toThrow(/^slackClient: (?!.*s3cr3t)/);
  }
});

it("writes to the console, and takes commands from it", async () => {
  const lines: string[] = [];
  const output = new Writable({
    write(line, _encoding, done) {
      lines.push(String(line));
      done();
    },
  });
  const input = Readable.from(["hello\n", "bot webhooks stop\n", "!webhooks\n"]);
  const client = consoleClient({ input, output });
  const commands: unknown[] = [];
  const done = new Promise<void>((resolve) => {
    client.onCommand(({ name, args, nick, replyTo }) => {
      commands.push([name, args, nick, replyTo]);
      if (commands.length === 2) resolve();
    });
  });
  await client.connect?.();
  await done;
  await client.msg("#bots", "one\r\ntwo");
  await client.me("#bots", "waves");
  await client.close?.();
  expect(commands).toEqual([
    ["webhooks", ["stop"], "console", "console"],
    ["webhooks", [], "console", "console"],
  ]);
  expect(lines).toEqual(["#bots <bot> one\n", "#bots <bot> two\n", "#bots * bot waves\n"]);
});
