import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createEmitter, createEvents, type Emitter } from "@clustaar/webhook-emitter";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { packageRoot } from "./dev/package-root.ts";
import { outputSchema } from "./json/output-schemas.ts";
import { project, shopText } from "./project.test-helpers.ts";

// Each test starts processes from the sources, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

// A webhook that neither ends by itself nor politely: what is left behind would stay.
const stubborn = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1_000);\n${shopText}`;
const hostText = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1_000);
import { createHost, definePlugin } from "@clustaar/webhook-host";
const ping = definePlugin({ name: "ping", setup: ({ route }) => route("/ping", () => "pong") });
export const host = createHost({ plugins: [ping], discover: false, env: {} });
`;
const stubbornEmitter = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1_000);
import { createEmitter, createEvents } from "@clustaar/webhook-emitter";
export const events = createEvents({ adjust: {} });
export const emitter = await createEmitter({
  events,
  store: "file:hooks.db",
  webhooks: [{ name: "billing", events: "*", url: "https://example.com/", secret: "s3cr3t" }],
});
`;
const { folder: cwd, remove } = project({
  "webhook.ts": stubborn,
  "emitter.ts": stubbornEmitter,
  "host.ts": hostText,
});
const silent = createServer(() => {});
let silentUrl = "";
// The application runs, and has its store's file open.
let application: Pick<Emitter, "close">;
beforeAll(async () => {
  const emitter = await createEmitter({
    events: createEvents({ adjust: {} }),
    store: `file:${join(cwd, "hooks.db")}`,
    webhooks: [{ name: "billing", events: "*", url: "https://example.com/", secret: "s3cr3t" }],
  });
  application = emitter;
  await emitter.webhooks.pause("billing");
  await emitter.publish("adjust", undefined);
  await once(silent.listen(0, "127.0.0.1"), "listening");
  silentUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  await application.close({ deadline: 0 });
  silent.closeAllConnections();
  silent.close();
  remove();
});

const started: ChildProcess[] = [];
// A test that fails leaves nothing running.
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** Starts the command as a process of its own. */
function start(args: readonly string[]): ChildProcess {
  const child = spawn(
    process.execPath,
    [
      "--conditions=@clustaar/source",
      "--import",
      "tsx",
      join(packageRoot(), "src/main.ts"),
      ...args,
    ],
    {
      cwd,
      env: { ...process.env, PRESERVICA_WEBHOOK_SECRET: "s" },
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  started.push(child);
  return child;
}

/** Waits until a stream has said something. */
async function said(stream: ChildProcess["stdout"], wanted: string): Promise<string> {
  let text = "";
  for await (const chunk of stream?.setEncoding("utf8") ?? []) {
    text += chunk;
    if (text.includes(wanted)) return text;
  }
  throw new Error(`it ended, and said only: ${text}`);
}

/** The processes that a process has started, and those that they have. */
function descendants(pid: number): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.flatMap(([own = 0, of]) => (of === parent ? [own, ...below(own)] : []));
  return below(pid);
}

/** Whether a process still runs: one that nobody has asked for its status yet does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe.each(["SIGINT", "SIGTERM"] as const)("%s", (signal) => {
  it.each<
    [command: string, args: () => string[], stdin: string, wanted: string, children: boolean]
  >([
    ["dev", () => ["dev", "--port", "0", "--json"], "", '"webhook"', true],
    ["host start", () => ["host", "start", "--port", "0", "--json"], "", '"routes"', true],
    ["chat", () => ["chat"], "Hello\n", "[1] XL", true],
    ["record", () => ["record", "-o", `${signal}.jsonl`], "Hello\n", "[1] XL", true],
    ["webhooks deliveries", () => ["webhooks", "deliveries", "--watch"], "", "after:adjust", true],
    ["preservica listen", () => ["preservica", "listen", "--port", "0"], "", "Listening", false],
  ])("ends %s, and leaves no process behind", async (command, args, stdin, wanted, children) => {
    const child = start(args());
    if (stdin !== "") child.stdin?.write(stdin);
    child.stderr?.resume();
    const output = await said(child.stdout, wanted);
    if (args().includes("--json")) {
      const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
        outputSchema(command) ?? false,
      );
      expect(validate(JSON.parse(output))).toBe(true);
    }
    const below = descendants(child.pid ?? 0);
    // From the sources, tsx has a process of its own.
    if (children) expect(below.length).toBeGreaterThan(0);
    const ended = once(child, "exit");
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
    // A killed process takes a moment to be gone.
    while (below.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 20));
    if (command === "record") {
      const lines = readFileSync(join(cwd, `${signal}.jsonl`), "utf8")
        .trimEnd()
        .split("\n");
      expect(lines).toHaveLength(2);
    }
  });

  it("ends send --repeat in the middle, and prints what was answered", async () => {
    const child = start(["send", "--url", silentUrl, "--repeat", "1000000", "--json"]);
    child.stderr?.resume();
    const output = said(child.stdout, "exchanges");
    await once(silent, "request");
    const ended = once(child, "exit");
    child.kill(signal);
    expect(JSON.parse(await output)).toMatchObject({ exchanges: [] });
    expect((await ended)[1]).toBeNull();
  });
});
