import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { ChildMessage } from "./child.ts";
import { packageRoot, runsFromSource } from "./package-root.ts";
import type { FileError, LogLine } from "./protocol.ts";

/** The state of a webhook that runs in a process of its own. */
export type ProcessState =
  | { readonly status: "starting"; readonly port: null; readonly error: null }
  | { readonly status: "running"; readonly port: number; readonly error: null }
  | { readonly status: "broken"; readonly port: null; readonly error: FileError };

const starting: ProcessState = { status: "starting", port: null, error: null };

/** How a {@link WebhookProcess} is made. */
export interface WebhookProcessOptions {
  readonly file: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onState: (state: ProcessState) => void;
  readonly onLog: (line: LogLine) => void;
}

/** Runs the file that exports the webhook, restarts it when it is asked to, and leaves no process behind. */
export class WebhookProcess {
  readonly #options: WebhookProcessOptions;
  #child: ChildProcess | undefined;
  #state: ProcessState = starting;
  #waiting: (() => void)[] = [];
  #stopped = false;

  constructor(options: WebhookProcessOptions) {
    this.#options = options;
  }

  get state(): ProcessState {
    return this.#state;
  }

  /** Starts the file, in place of a process that runs already. */
  start(): void {
    if (this.#stopped) return;
    this.#end();
    this.#set(starting);
    const { file, cwd, env } = this.#options;
    const child = spawn(
      process.execPath,
      [
        ...conditions(),
        "--import",
        pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href,
        childFile(),
        pathToFileURL(file).href,
      ],
      { cwd, env: { ...env, CLUSTAAR_DEVELOPMENT: "1" }, stdio: ["ignore", "pipe", "pipe", "ipc"] },
    );
    this.#child = child;
    const isCurrent = () => this.#child === child;
    child.on("message", (message: ChildMessage) => {
      if (isCurrent()) this.#hear(message);
    });
    child.on("exit", (code, signal) => {
      if (!isCurrent()) return;
      this.#child = undefined;
      if (this.#state.status !== "broken") {
        this.#set(broken(`the process ended by itself (${signal ?? `exit status ${code}`})`));
      }
    });
    this.#listen(child, "stdout", "out");
    this.#listen(child, "stderr", "err");
  }

  /** The port, as soon as the webhook runs; undefined when it is broken, or still not there after `milliseconds`. */
  async port(milliseconds: number): Promise<number | undefined> {
    const end = Date.now() + milliseconds;
    while (this.#state.status === "starting" && Date.now() < end) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, end - Date.now());
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.#state.port ?? undefined;
  }

  /** Ends the process for good. */
  stop(): void {
    this.#stopped = true;
    this.#end();
  }

  #end(): void {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    child.kill("SIGTERM");
    // A webhook may ignore it, or have something under way: it has had its time then.
    const timer = setTimeout(() => child.kill("SIGKILL"), 500);
    child.once("exit", () => clearTimeout(timer));
  }

  #hear(message: ChildMessage): void {
    if (message.type === "ready") {
      this.#set({ status: "running", port: message.port, error: null });
      return;
    }
    const { message: text, file, line, column } = message;
    const shown = file === null ? null : relative(this.#options.cwd, file);
    this.#set({
      status: "broken",
      port: null,
      error: { message: text, file: shown, line, column, frame: frameOf(file, line) },
    });
  }

  #set(state: ProcessState): void {
    this.#state = state;
    this.#options.onState(state);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #listen(child: ChildProcess, from: "stdout" | "stderr", stream: LogLine["stream"]): void {
    let pending = "";
    child[from]?.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (pending + chunk).split("\n");
      pending = (lines.pop() ?? "").slice(-10_000);
      for (const text of lines)
        this.#options.onLog({ at: Date.now(), stream, text: text.slice(0, 10_000) });
    });
  }
}

function broken(message: string): ProcessState {
  const error: FileError = { message, file: null, line: null, column: null, frame: null };
  return { status: "broken", port: null, error };
}

/** From the sources, what the webhook imports is found by its sources too. */
function conditions(): string[] {
  return runsFromSource ? ["--conditions=@clustaar/source"] : [];
}

function childFile(): string {
  return join(packageRoot(), runsFromSource ? "src/dev/child.ts" : "dist/child.js");
}

/** Some lines of a file around one, which is marked. */
function frameOf(file: string | null, line: number | null): string | null {
  if (file === null || line === null) return null;
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    const from = Math.max(0, line - 4);
    return lines
      .slice(from, line + 3)
      .map((text, index) => {
        const number = from + index + 1;
        return `${number === line ? ">" : " "} ${String(number).padStart(4)} | ${text.slice(0, 200)}`;
      })
      .join("\n");
  } catch {
    return null;
  }
}
