import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ServerName } from "./servers.ts";
import type { Variant } from "./variants.ts";

const script = fileURLToPath(new URL("./child.ts", import.meta.url));

/** A server in a process of its own. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** Starts it, by default with the options that Node has in this process. */
  static async start(
    name: ServerName,
    variant: Variant,
    execArgv = process.execArgv,
  ): Promise<ServerProcess> {
    const child = fork(script, [name, variant], { execArgv });
    return new ServerProcess(child, await numberFrom(child));
  }

  /** Microseconds of CPU time that the process has used, in user and system mode. */
  cpu(): Promise<number> {
    this.#child.send("cpu");
    return numberFrom(this.#child);
  }

  async stop(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, "exit");
  }
}

function numberFrom(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error("the server process ended"));
    child.once("exit", onExit);
    child.once("message", (value) => {
      child.off("exit", onExit);
      resolve(Number(value));
    });
  });
}
