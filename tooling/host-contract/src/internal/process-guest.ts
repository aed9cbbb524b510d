import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, glueOf } from "./bundle.ts";
import { ask, freePort, type Guest } from "./guest.ts";

/** Beside the sources, so that packages are found from there; ignored by Git. */
const scratch = join(import.meta.dirname, "../..");

/** What a guest's process gets, where it is not the usual. */
export interface ProcessSettings {
  /** The port that its requests are sent to; default: a free one. */
  readonly port?: number;
  /** What is added to its environment. */
  env?(file: string, port: number): Record<string, string>;
}

/** A guest that is a process. */
export interface ProcessGuest extends Guest {
  stop(): Promise<void>;
  /** What it has printed. */
  output(): string;
}

/** Starts the glue of a section in a process of its own, and waits until it answers. */
export async function processGuest(
  heading: string,
  remote: string,
  command: (file: string, port: number) => readonly [program: string, ...args: string[]],
  external: string[] = [],
  settings: ProcessSettings = {},
): Promise<ProcessGuest> {
  const port = settings.port ?? (await freePort());
  const file = join(scratch, `.guest-${port}.mjs`);
  writeFileSync(file, await bundle(glueOf(heading), remote, { port, external }));
  const [program, ...args] = command(file, port);
  const child = spawn(program, args, {
    // A group of its own: the packages of runtimes start the binary from a script, and both have to end.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PORT: String(port), NO_COLOR: "1", ...settings.env?.(file, port) },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += String(data);
    });
  }
  const exited = once(child, "exit");
  const guest: ProcessGuest = {
    port,
    output: () => output,
    async stop() {
      if (child.pid !== undefined) end(child.pid);
      await exited;
      rmSync(file, { force: true });
    },
  };
  while (child.exitCode === null) {
    const asked = ask(port, "setup", "?maxBody=0").then(
      () => true,
      () => false,
    );
    // What is in front of a function waits for it, even when it has ended.
    const answers = await Promise.race([asked, exited.then(() => false)]);
    if (answers) return guest;
    await new Promise((later) => setTimeout(later, 50));
  }
  await guest.stop();
  throw new Error(`${heading} ended before it answered:\n${output}`);
}

function end(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The whole group has ended by itself.
  }
}
