import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.ts";
import type { OwnServer } from "./own-server.ts";
import { orFail } from "./reach.ts";

/** Why no Redis can be started on this machine; undefined when one can. */
export function whyNoRedis(): string | undefined {
  if (spawnSync("redis-server", ["--version"]).status === 0) return undefined;
  return orFail("no redis-server on this machine");
}

/** Starts a Redis on a free port, in a folder of its own; it writes each command to disk before it answers. */
export async function startOwnRedis(settings: readonly string[] = []): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), "clustaar-redis-"));
  const port = await freePort();
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const place = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder];
    const durable = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
    server = spawn("redis-server", [...place, ...durable, ...settings], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: string[] = [];
    for await (const line of createInterface({ input: server.stdout as NodeJS.ReadableStream })) {
      said.push(line);
      if (!line.includes("Ready to accept connections")) continue;
      // Nobody reads on: its pipe must not fill up.
      server.stdout?.resume();
      return;
    }
    throw new Error(`redis-server has ended:\n${said.join("\n")}`);
  }

  async function kill(): Promise<void> {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    server.kill("SIGKILL");
    await once(server, "exit");
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    async dispose() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
