import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { signedRequest } from "@clustaar/webhook-core/testing";

/** What an inbox's process is told. */
export interface InboxChildOptions {
  readonly store: string;
  /** The file that each handled request is noted in, with the process that handled it. */
  readonly handled: string;
  readonly privateKey: string;
  readonly concurrency: number;
  /** Milliseconds that handling takes. */
  readonly workMs: number;
  /** Milliseconds that the store may take. */
  readonly storeTimeout: number;
}

/** A server with an inbox in a process of its own. */
export class InboxProcess {
  readonly #child: ChildProcess;
  readonly #privateKey: string;
  /** Resolves to the address, once it listens. */
  readonly url: Promise<string>;

  constructor(options: InboxChildOptions) {
    const script = fileURLToPath(new URL("./inbox-child.ts", import.meta.url));
    this.#privateKey = options.privateKey;
    this.#child = spawn(
      process.execPath,
      ["--conditions=@clustaar/source", "--import=tsx", script, JSON.stringify(options)],
      { stdio: ["ignore", "inherit", "inherit", "ipc"] },
    );
    this.url = new Promise((resolve, reject) => {
      this.#child.once("message", ({ port }: { port: number }) =>
        resolve(`http://127.0.0.1:${port}`),
      );
      this.#child.once("exit", () => reject(new Error("the process has ended")));
    });
    this.url.catch(() => {});
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Sends one event; true: it was acknowledged. */
  async send(n: number): Promise<boolean> {
    const notification = { topic: "tick", botID: "1", data: { n } };
    const { method, headers, body } = signedRequest({ notification, privateKey: this.#privateKey });
    try {
      const answer = await fetch(await this.url, { method, headers, body });
      await answer.arrayBuffer();
      return answer.status === 200;
    } catch {
      return false;
    }
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }
}
