import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as later } from "node:timers/promises";
import { afterAll, expect, it, vi } from "vitest";
import { type Started, start } from "../process.test-helpers.ts";
import { project } from "../project.test-helpers.ts";

// Each test starts processes from the sources, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const plugin = (name: string, setup: string) =>
  `import { definePlugin } from "@clustaar/webhook-host";\nexport default definePlugin({ name: "${name}", setup({ route, onClose }) { ${setup} } });\n`;
const { folder: cwd, remove } = project({
  "polite.ts": plugin(
    "polite",
    `route("/slow", async () => { console.log("asked"); await new Promise((done) => setTimeout(done, 300)); return "done"; });
    route("/say", ({ client }) => client.msg("#bots", "hello"));
    onClose(() => console.log("closed"));`,
  ),
  "chatty.ts": plugin(
    "chatty",
    `route("/chat", async () => { for (let n = 0; n < 30; n++) { console.error("asked", n); await new Promise((done) => setTimeout(done, 20)); } return "done"; });`,
  ),
  // It neither closes nor lets anything else close.
  "stuck.ts": plugin("stuck", "onClose(() => { for (;;); });"),
  "own.ts": `import { createHost } from "@clustaar/webhook-host";
export const host = await createHost({ discover: false, env: {} });
await host.listen({ port: 0, hostname: "127.0.0.1" });\n`,
});
afterAll(remove);

interface Report {
  readonly listening: string;
  readonly file: string;
}

/** Starts a host, and waits until it listens. */
async function hostOf(...args: string[]): Promise<Started & { report: Report }> {
  const started = start(["host", "start", ...args, "--json"], cwd);
  const text = await started.says("out", /^\{.*\}$/m);
  return { ...started, report: JSON.parse(text) };
}

it("answers until it is asked to end, and lets what is being answered end", async () => {
  const { child, report, says } = await hostOf("polite.ts", "--port", "0", "--host", "127.0.0.1");
  const slow = fetch(new URL("slow", report.listening));
  expect((await fetch(new URL("say", report.listening))).status).toBe(204);
  await says("err", /asked/);
  child.kill("SIGTERM");
  expect(await (await slow).text()).toBe("done");
  expect(await once(child, "close")).toEqual([0, null]);
  await says("err", /^closed$/m);
  await says("err", /^#bots <bot> hello$/m);
  await expect(fetch(report.listening)).rejects.toThrow("fetch failed");
});

it("ends what is not closed within the deadline, or at once when asked twice", async () => {
  const { child, says } = await hostOf("stuck.ts", "--port", "0", "--deadline", "100");
  child.kill("SIGINT");
  expect(await once(child, "close")).toEqual([1, null]);
  await says("err", /the host was not closed within 100 ms; it was ended/);

  const patient = await hostOf("stuck.ts", "--port", "0", "--deadline", "1000000");
  patient.child.kill("SIGINT");
  // Until the first is handled, the second is the same request.
  await later(300);
  patient.child.kill("SIGINT");
  expect(await once(patient.child, "close")).toEqual([1, null]);
});

it("says that the port is taken, or that the file listens elsewhere", async () => {
  const other = createServer().listen(0);
  await once(other, "listening");
  const port = String((other.address() as AddressInfo).port);
  const taken = start(["host", "start", "polite.ts", "--port", port], cwd);
  const own = start(["host", "start", "own.ts", "--port", port], cwd);
  await taken.says("err", new RegExp(`port ${port} is taken by another program`));
  await own.says("err", /the file listens on port \d+ itself; leave one of them out/);
  for (const { child } of [taken, own]) {
    if (child.exitCode === null) await once(child, "close");
    expect(child.exitCode).toBe(2);
  }
  other.close();
});

it("fails when its process ends", async () => {
  const { child, says } = await hostOf("polite.ts", "--port", "0");
  process.kill(hostBelow(child.pid), "SIGKILL");
  expect(await once(child, "exit")).toEqual([2, null]);
  await says("out", /"error":.*ended by itself \(SIGKILL\)/);
});

it("leaves no process behind when it is killed itself", async () => {
  const { child, report, says } = await hostOf("chatty.ts", "--port", "0");
  const below = hostBelow(child.pid);
  // What it goes on to print, nobody reads.
  const chat = fetch(new URL("chat", report.listening)).catch(() => {});
  await says("err", /asked/);
  child.kill("SIGKILL");
  await chat;
  await expect.poll(() => isRunning(below), { timeout: 30_000 }).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The process of the host that a command has started. */
function hostBelow(pid: number | undefined): number {
  const [below] = childrenOf(pid);
  // Not 0, which would be this process and all of its kind.
  if (below === undefined) throw new Error("the host has no process");
  return below;
}

function childrenOf(pid = 0): number[] {
  const text = execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" });
  const running = text.trim().split(/\s+/).map(Number);
  // From the sources, the compiler has a process of its own.
  return running.filter((each) =>
    execFileSync("ps", ["-o", "args=", "-p", String(each)], { encoding: "utf8" }).includes(
      "hosting/child",
    ),
  );
}
