import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What an emitter's process is told. */
export interface ChildOptions {
  readonly store: string;
  /** The address of the receiver. */
  readonly receiver: string;
  /** Messages to publish. */
  readonly publish: number;
  /** Sent with each request. */
  readonly name: string;
}

/** What it says. */
export type ChildSays =
  | { readonly openedIn: number }
  | { readonly accepted: string }
  | { readonly published: true }
  | { readonly log: string }
  | { readonly failed: string };

/** An emitter in a process of its own. */
export class EmitterProcess {
  readonly child: ChildProcess;
  /** Ids of the messages whose `publish` has resolved. */
  readonly accepted = new Set<string>();
  readonly logs: string[] = [];
  /** Milliseconds that opening took, once it is open. */
  readonly opened: Promise<number>;
  /** Resolves when all are published. */
  readonly published: Promise<void>;

  constructor(options: ChildOptions) {
    const script = fileURLToPath(new URL("./child.ts", import.meta.url));
    this.child = spawn(
      process.execPath,
      ["--conditions=@clustaar/source", "--import=tsx", script, JSON.stringify(options)],
      { stdio: ["ignore", "inherit", "inherit", "ipc"] },
    );
    const opened = defer<number>();
    const published = defer<void>();
    this.opened = opened.promise;
    this.published = published.promise;
    this.child.on("message", (says: ChildSays) => {
      if ("accepted" in says) this.accepted.add(says.accepted);
      else if ("openedIn" in says) opened.resolve(says.openedIn);
      else if ("published" in says) published.resolve();
      else if ("log" in says) this.logs.push(says.log);
      else for (const one of [opened, published]) one.reject(new Error(says.failed));
    });
    this.child.on("exit", () => {
      for (const one of [opened, published]) one.reject(new Error("the process has ended"));
    });
  }

  /** Resolves when so many have been accepted, or all are published. */
  async untilAccepted(count: number): Promise<void> {
    let done = false;
    const end = () => {
      done = true;
    };
    this.published.then(end, end);
    while (!done && this.accepted.size < count) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill("SIGKILL");
    await once(this.child, "exit");
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.send("close");
    await once(this.child, "exit");
  }
}

function defer<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  // Those who wait for it get the error; the others need not.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
