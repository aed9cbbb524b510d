import type { Io } from "../io.ts";
import type { ProcessState } from "./webhook-process.ts";

/**
 * What a webhook's process writes to its console. While it starts that is kept back, since a file that cannot be loaded writes
 * its error's stack, which says less than the message and the lines of the file that are shown for it.
 */
export class StartLog {
  readonly #io: Io;
  #kept: string[] | undefined = [];

  constructor(io: Io) {
    this.#io = io;
  }

  onState({ status, error }: ProcessState): void {
    if (status === "starting") {
      this.#kept = [];
      return;
    }
    // It ran already: nothing was kept back.
    if (this.#kept === undefined) return;
    const [first = ""] = error?.message.split("\n") ?? [];
    // The name of an error's class may be written differently in its stack.
    const message = first.replace(/^\w+: /, "");
    const lines = this.#kept;
    const stack = status === "broken" ? lines.findIndex((line) => line.includes(message)) : -1;
    this.#kept = status === "broken" ? [] : undefined;
    for (const line of stack === -1 ? lines : lines.slice(0, stack)) this.#print(line);
  }

  write(line: string): void {
    if (this.#kept === undefined) this.#print(line);
    else this.#kept.push(line);
  }

  #print(line: string): void {
    this.#io.stderr.write(`${line}\n`);
  }
}
