import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot, runsFromSource } from "../dev/package-root.ts";
import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { plainMessage } from "../loading/plain-message.ts";
import type { ChildMessage, HostReport, HostTask, ParentMessage } from "./host-task.ts";

/** Milliseconds beyond the deadline for the process to say goodbye. */
const GRACE = 500;

/** The process of a host: what it prints goes to standard error. */
export class HostProcess {
  /** Resolves with how it ended, in words. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #io: Io;

  /** @param file - exports the host, or plugins; null: the application's dependencies are looked through. */
  constructor(io: Io, file: string | null) {
    this.#io = io;
    this.#child = spawn(
      process.execPath,
      [
        ...(runsFromSource ? ["--conditions=@clustaar/source"] : []),
        "--import",
        pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href,
        join(packageRoot(), runsFromSource ? "src/hosting/child.ts" : "dist/host-child.js"),
        ...(file === null ? [] : [pathToFileURL(file).href]),
      ],
      { cwd: io.cwd, env: io.env, stdio: ["ignore", "pipe", "pipe", "ipc"] },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Uint8Array) => io.stderr.write(chunk));
    }
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, killedBy: string | null) =>
        resolve(killedBy ?? `exit status ${code}`);
      this.#child.once("close", end);
      // What the process has started may outlive it, and keep its output open.
      this.#child.once("exit", (...how) => setTimeout(end, GRACE, ...how));
      this.#child.once("error", (error) => resolve(error.message));
    });
  }

  /**
   * Opens the host.
   *
   * @throws UsageError when it cannot be opened, with the place in the user's file where that is known.
   */
  async open(task: HostTask): Promise<HostReport> {
    const told = new Promise<ChildMessage>((resolve) => {
      this.#child.once("message", (message) => resolve(message as ChildMessage));
    });
    this.#tell({ type: "open", task });
    const message = await Promise.race([told, this.ended]);
    if (typeof message === "string") {
      throw new UsageError(`the process of the host ended by itself (${message})`);
    }
    if (message.type === "ready") return message.report;
    throw new UsageError(this.#textOf(message));
  }

  /** Closes the host and ends its process; false when that took too long, or somebody was in a hurry, and it was killed. */
  async close(deadline: number, hurry: AbortSignal): Promise<boolean> {
    let isKilled = false;
    const kill = () => {
      isKilled = true;
      this.#child.kill("SIGKILL");
    };
    const timer = setTimeout(kill, deadline + GRACE);
    hurry.addEventListener("abort", kill);
    this.#tell({ type: "close", deadline });
    await this.ended;
    clearTimeout(timer);
    hurry.removeEventListener("abort", kill);
    return !isKilled;
  }

  #tell(message: ParentMessage): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #textOf({ message, file, line }: ChildMessage & { type: "failed" }): string {
    if (file === null) return message;
    const place = `${relative(this.#io.cwd, file)}${line === null ? "" : `:${line}`}`;
    return `${place}: ${plainMessage(message)}`;
  }
}
