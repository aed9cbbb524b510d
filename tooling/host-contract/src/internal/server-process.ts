import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { ask, type Guest } from "./guest.ts";
import { secrets } from "./secrets.ts";

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** What a host's process is given beside its command. */
export interface Surroundings {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Runs once the process has ended. */
  cleanUp?(): void;
}

/** A guest that is a process. */
export interface ServerProcess extends Guest {
  stop(): Promise<void>;
  /** What it has printed. */
  output(): string;
  /** Asks it to end, as a platform does that takes an instance away, and waits until it has ended. */
  terminate(): Promise<void>;
}

/** Milliseconds that a server has to answer for the first time, on a busy machine. */
const patience = 60_000;

/** Starts the server of a host in a process of its own, and waits until it answers. */
export async function serverProcess(
  name: string,
  port: number,
  command: Command,
  { cwd, env, cleanUp }: Surroundings = {},
): Promise<ServerProcess> {
  const { child, output, exited } = launch(command, {
    cwd,
    env: { ...surrounding(), ...secrets, PORT: String(port), ...env },
  });
  const guest: ServerProcess = {
    port,
    output,
    async terminate() {
      child.kill("SIGTERM");
      await exited;
    },
    async stop() {
      if (child.pid !== undefined) killGroup(child.pid);
      await exited;
      cleanUp?.();
    },
  };
  const end = Date.now() + patience;
  let failure: unknown;
  while (child.exitCode === null && Date.now() < end) {
    const asked = ask(port, "setup", "?maxBody=0").then(
      () => true,
      (error) => {
        failure = error;
        return false;
      },
    );
    // What is in front of a function waits for it, even when it has ended.
    const answers = await Promise.race([asked, exited.then(() => false)]);
    if (answers) return guest;
    await new Promise((later) => setTimeout(later, 50));
  }
  await guest.stop();
  throw new Error(`${name} did not answer: ${failure}\n${output()}`);
}

/** Runs a command to its end. */
export async function run(
  name: string,
  command: Command,
  { cwd, env }: Surroundings = {},
): Promise<void> {
  const { child, output, exited } = launch(command, {
    cwd,
    env: { ...surrounding(), ...env },
  });
  await exited;
  if (child.pid !== undefined) killGroup(child.pid);
  if (child.exitCode !== 0) throw new Error(`${name} could not be built:\n${output()}`);
}

/** The environment without what the tests' own runner put there: frameworks behave differently under it. */
function surrounding(): NodeJS.ProcessEnv {
  const own = /^(VITEST|NODE_ENV$|TEST$|MODE$|DEV$|PROD$|SSR$|BASE_URL$)/;
  const rest = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(rest), NO_COLOR: "1" };
}

function launch([program, ...args]: Command, options: SpawnOptions) {
  const child = spawn(program, args, {
    ...options,
    // A group of its own: the packages of runtimes start the binary from a script, and both have to end.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data) => {
      output += String(data);
    });
  }
  return { child, output: () => output, exited: once(child, "exit") };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The whole group has ended by itself.
  }
}
