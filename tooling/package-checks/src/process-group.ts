import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { outerEnvironment } from "./run.ts";

/** A program that runs until it is ended, with all that it starts, as in a terminal. */
export class ProcessGroup {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #output = "";

  constructor(
    command: string,
    args: string[],
    cwd: string,
    env: Readonly<Record<string, string>> = {},
  ) {
    this.#child = spawn(command, args, {
      cwd,
      env: { ...outerEnvironment(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that the signal of Ctrl-C reaches all of it.
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
      });
    }
    this.#ended = new Promise((resolve) => this.#child.once("close", () => resolve()));
  }

  get output(): string {
    return this.#output;
  }

  /** Waits until a pattern is printed and gives its first group; throws after `seconds`, or when the program ends before. */
  async printed(pattern: RegExp, seconds = 60): Promise<string> {
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end && this.#child.exitCode === null) {
      const found = pattern.exec(this.#output);
      if (found) return found[1] ?? found[0];
      await Promise.race([setTimeout(50), this.#ended]);
    }
    throw new Error(`expected ${pattern} to be printed, got\n${this.#output.trim()}`);
  }

  /** Presses Ctrl-C; throws unless all of the group has ended within `seconds`. */
  async interrupt(seconds = 15): Promise<void> {
    this.#signal("SIGINT");
    const end = Date.now() + seconds * 1000;
    while (this.#signal(0)) {
      if (Date.now() > end) {
        this.#signal("SIGKILL");
        throw new Error(`expected no process after Ctrl-C, got some\n${this.#output.trim()}`);
      }
      await setTimeout(50);
    }
    await this.#ended;
  }

  /** Ends all of the group at once, if it is still there. */
  kill(): void {
    this.#signal("SIGKILL");
  }

  #signal(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-(this.#child.pid ?? 0), signal);
    } catch {
      return false;
    }
  }
}
