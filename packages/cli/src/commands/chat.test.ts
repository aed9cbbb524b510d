import { EventEmitter, once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { nodeAdapter } from "@clustaar/adapter-node";
import { Webhook } from "@clustaar/webhook-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../cli.ts";
import { run } from "../io.test-helpers.ts";
import { JACKETS, project, shopText, WELCOME } from "../project.test-helpers.ts";

const steps = [
  { id: WELCOME, name: "Welcome" },
  { id: JACKETS, name: "Jackets" },
];
const { folder: cwd, remove } = project({
  "webhook.ts": shopText,
  "bot.json": JSON.stringify({ steps }),
  "broken.ts": "const x = ;\n",
  "throws.ts": 'console.log("before");\nthrow new Error("no database");\n',
  "wrong-bot.json": "{}",
});
const guarded = new Webhook({ privateKey: "s3cr3t", auth: { username: "bot", password: "pw" } })
  .on("conversation.step_reached", () => {})
  .onResponse(() => {});
const server = createServer(nodeAdapter(guarded));
let url = "";
beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  remove();
});

describe("chat", () => {
  it("shows where a file is broken, and not the stack of whatever read it", async () => {
    const { err } = await run(["chat", "broken.ts"], { cwd });
    expect(err).toBe(
      'clustaar: broken.ts:1: syntax error: Unexpected ";"\n>    1 | const x = ;\n     2 | \n',
    );
    const thrown = await run(["chat", "throws.ts"], { cwd });
    expect(thrown.err).toMatch(/^before\nclustaar: throws\.ts:2: Error: no database\n/);
  });

  it("holds a conversation that is piped in", async () => {
    const { status, out } = await run(["chat"], { cwd, stdin: "Hello\n1\n/undo\n/session\n" });
    expect(out).toBe(`> Hello
Bot: Which size?
  [1] XL

> 1
-- Jackets --
Bot: Here are jackets.
(session.values.size = "XL")

> /undo
The last turn is taken back.
> /session
{}
`);
    expect(status).toBe(0);
  });

  it("prints a turn a line as JSON", async () => {
    const { status, out } = await run(["chat", "--json"], { cwd, stdin: "Hello\n/halp\n1\n" });
    const [first, second, third] = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ turn: 1, choices: [{ number: 1, kind: "button", title: "XL" }] });
    expect(second.error.message).toContain('did you mean "help"?');
    expect(third).toMatchObject({ turn: 2, steps: [{ name: "Jackets" }], problem: null });
    expect(status).toBe(1);
  });

  it("talks to a server, signed and with credentials", async () => {
    const args = ["chat", "--url", url, "--key", "s3cr3t", "--user", "bot:pw"];
    expect(await run(args, { cwd, stdin: "Hi" })).toMatchObject({ status: 0 });
  });

  it("says what is missing where a server refuses, and fails with 1", async () => {
    const unsigned = await run(["chat", url, "--user", "bot:pw"], { cwd, stdin: "Hi" });
    expect(unsigned.status).toBe(1);
    expect(unsigned.out).toContain("! no answer: 401 signature_missing");
    expect(unsigned.out).toContain("give --key");
    const anonymous = await run(["chat", url, "--key", "s3cr3t"], { cwd, stdin: "Hi" });
    expect(anonymous.out).toContain("give --user name:password");
  });

  it.each([
    ["a file that cannot be read as code", ["chat", "broken.ts"], "broken.ts:1: "],
    ["a file and an address", ["chat", "webhook.ts", "--url", "http://127.0.0.1/"], "got both"],
    ["a wrong bot file", ["chat", "--bot", "wrong-bot.json"], "is not valid"],
    ["no bot file", ["chat", "--bot", "nowhere.json"], "there is no such file"],
    ["nobody listens", ["chat", "--url", "http://127.0.0.1:1/"], "cannot be reached"],
    ["an empty key", ["chat", "--key", ""], "--key: expected a key, got an empty one"],
    ["half credentials", ["chat", "--user", "bot"], "--user: expected name:password"],
  ])("fails with 2: %s", async (_what, args, message) => {
    const { status, err } = await run(args, { cwd, stdin: "Hi\n" });
    expect(err).toContain(message);
    expect(status).toBe(2);
  });
});

/** Runs a command at what looks like a terminal. */
function atTerminal(args: readonly string[], env: Record<string, string> = {}) {
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true });
  const [stdin, stdout, stderr] = [terminal(), terminal(), terminal()];
  let text = "";
  stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  stderr.resume();
  const whole = { ...process.env, ...env };
  const signals = new EventEmitter();
  const status = runCli(args, { stdin, stdout, stderr, env: whole, cwd, signals });
  async function until(wanted: string): Promise<void> {
    while (!text.includes(wanted)) await once(stdout, "data");
  }
  return { stdin, status, until, text: () => text };
}

describe("chat at a terminal", () => {
  it("greets, prompts, and ends with Ctrl-C", async () => {
    const { stdin, status, until, text } = atTerminal(["chat"], { NO_COLOR: "1" });
    await until("Ctrl-C ends");
    stdin.write("Hello\r");
    await until("[1] XL");
    stdin.write("/help\r");
    await until("/undo");
    stdin.write("\u0003");
    expect(await status).toBe(0);
    expect(text()).not.toContain("\u001b[1m");
  });

  it("ends with Ctrl-C while an answer is waited for, and with Ctrl-D", async () => {
    const silent = createServer(() => {});
    await once(silent.listen(0, "127.0.0.1"), "listening");
    const { port } = silent.address() as AddressInfo;
    const { stdin, status, until } = atTerminal(["chat", `http://127.0.0.1:${port}/`]);
    await until("\u001b[1m");
    const asked = once(silent, "request");
    stdin.write("Hello\r");
    await asked;
    stdin.write("\u0003");
    expect(await status).toBe(0);
    silent.closeAllConnections();
    silent.close();

    const other = atTerminal(["chat", url]);
    await other.until("> ");
    other.stdin.write("\u0004");
    expect(await other.status).toBe(0);
  });

  it("goes on with the conversation when the file changes", async () => {
    const own = project({ "webhook.ts": shopText });
    const file = join(own.folder, "webhook.ts");
    const { stdin, status, until, text } = atTerminal(["chat", file], { NO_COLOR: "1" });
    await until("Ctrl-C ends");
    stdin.write("Hello\r");
    await until("[1] XL");
    writeFileSync(file, shopText.replace("Here are jackets", "Here are coats"));
    // Until the change is noticed, the old webhook answers.
    while (!text().includes("Here are coats")) {
      stdin.write(`/reach ${JACKETS}\r`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    stdin.write("\u0003");
    expect(await status).toBe(0);
    own.remove();
  });
});

describe("record and replay", () => {
  const recorded = join(cwd, "chat.jsonl");

  it("keeps each turn at once, and takes back what is undone", async () => {
    const { status, out } = await run(["record", "-o", "chat.jsonl"], {
      cwd,
      stdin: "Hello\n/undo\nHello again\n1\n",
    });
    expect(status).toBe(0);
    expect(out).toContain("Recorded 2 turns in chat.jsonl");
    expect(out).toContain('await expect(webhook).toMatchTranscript("chat.jsonl");');
    expect(out).toContain("npx clustaar replay chat.jsonl webhook.ts");
    const inputs = readFileSync(recorded, "utf8")
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => JSON.parse(line).input);
    expect(inputs).toEqual([
      { type: "say", text: "Hello again" },
      { type: "click", title: "XL" },
    ]);
  });

  it("replaces no transcript unless it is told to", async () => {
    const args = ["record", "-o", "chat.jsonl"];
    const { status, err } = await run(args, { cwd, stdin: "Hi\n" });
    expect(status).toBe(2);
    expect(err).toContain("this file is there already; --force replaces it");
    const before = readFileSync(recorded, "utf8");
    await run([...args, "--force"], { cwd, stdin: "Hi\n" });
    expect(readFileSync(recorded, "utf8")).not.toBe(before);
    writeFileSync(recorded, before);
  });

  it("plays it again, all the same", async () => {
    const { status, out } = await run(["replay", "chat.jsonl"], { cwd });
    expect(out).toBe(`same      turn 1, say "Hello again"
same      turn 2, click "XL"

All 2 turns came out as recorded.
`);
    expect(status).toBe(0);
  });

  it("shows turn by turn what came out differently, and writes JUnit", async () => {
    writeFileSync(join(cwd, "other.ts"), shopText.replace("Which size", "What <size>"));
    const args = ["replay", "chat.jsonl", "other.ts", "--junit", "report.xml"];
    const { status, out } = await run(args, { cwd });
    expect(out).toBe(`different turn 1, say "Hello again"
    actions.0.message
      - "Which size?"
      + "What <size>?"
same      turn 2, click "XL"

1 of 2 turns came out differently; 1 as recorded.
`);
    expect(status).toBe(1);
    const report = readFileSync(join(cwd, "report.xml"), "utf8");
    expect(report).toContain('tests="2" failures="1" skipped="0"');
    expect(report).toContain("+ &quot;What &lt;size&gt;?&quot;</failure>");
  });

  it("ignores what may differ", async () => {
    const args = ["replay", "chat.jsonl", "other.ts", "--ignore", "actions.*.message", "session"];
    expect(await run(args, { cwd })).toMatchObject({ status: 0 });
  });

  it("says from where on it can no longer be played", async () => {
    writeFileSync(join(cwd, "gone.ts"), shopText.replace('title: "XL"', 'title: "L"'));
    await run(["record", "-o", "long.jsonl"], { cwd, stdin: "Hello\n1\nMore\n" });
    const { status, json } = await run(["replay", "long.jsonl", "gone.ts", "--json"], { cwd });
    expect(status).toBe(1);
    expect(json()).toMatchObject({
      turns: [{ result: "different" }, { result: "different" }, { result: "skipped" }],
      counts: { same: 0, different: 2, skipped: 1 },
    });
  });

  it("plays with a server too", async () => {
    const args = ["replay", "chat.jsonl", "--url", url, "--key", "s3cr3t", "--user", "bot:pw"];
    const { status, out } = await run(args, { cwd });
    expect(status).toBe(1);
    expect(out).toContain('    actions.0\n      - {"type":"send_quick_replies_action"');
  });

  it.each([
    ["no such transcript", ["replay", "nowhere.jsonl"], "there is no such file"],
    ["no transcript", ["replay", "bot.json"], "bot.json: the transcript cannot be read: line 1"],
    ["a broken file", ["replay", "chat.jsonl", "broken.ts"], "broken.ts:1: "],
    ["nobody listens", ["replay", "chat.jsonl", "http://127.0.0.1:1/"], "cannot be reached"],
    ["nowhere to write", ["replay", "chat.jsonl", "--junit", "no/where.xml"], "cannot be written"],
    ["no output", ["record"], "--output"],
    ["no folder", ["record", "-o", "no/where.jsonl"], "cannot be written"],
  ])("fails with 2: %s", async (_what, args, message) => {
    const { status, err } = await run(args, { cwd, stdin: "Hi\n" });
    expect(err).toContain(message);
    expect(status).toBe(2);
  });
});
