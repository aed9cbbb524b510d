import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { IdempotencyStore } from "@clustaar/webhook-core";
import type { TakeTurn } from "./bot-over.ts";
import type { Subject } from "./subject.ts";

/** A method of a store; `handle`, which is `createOnce` with a handler that takes some milliseconds; `turn`, which is a bot's. */
export type Method = keyof IdempotencyStore | "handle" | "turn";

/** What a process is asked to do. */
export interface Ask {
  readonly id: number;
  readonly method: Method;
  readonly args: unknown[];
}

/** What it says. */
export type Say =
  | { readonly ready: true }
  | { readonly began: string }
  | { readonly reported: string }
  | { readonly id: number; readonly result?: unknown }
  | { readonly id: number; readonly failed: string };

/** A store in a process of its own, which may be paused and killed. */
export class StoreProcess {
  /** Keys whose handler has begun there, one entry a run. */
  readonly began: string[] = [];
  /** What `createOnce` reported there. */
  readonly reported: string[] = [];
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (say: Say) => void>();
  #asked = 0;

  static async start({ module, url }: Subject, space: string): Promise<StoreProcess> {
    const script = fileURLToPath(new URL("./child.ts", import.meta.url));
    const child = spawn(
      process.execPath,
      ["--conditions=@clustaar/source", "--import=tsx", script, module, url, space],
      { stdio: ["ignore", "inherit", "inherit", "ipc"] },
    );
    const started = new StoreProcess(child);
    await Promise.race([
      once(child, "message"),
      once(child, "exit").then(() => Promise.reject(new Error("the store's process has ended"))),
    ]);
    return started;
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on("message", (say: Say) => {
      if ("began" in say) this.began.push(say.began);
      else if ("reported" in say) this.reported.push(say.reported);
      else if ("id" in say) this.#waiting.get(say.id)?.(say);
    });
  }

  /** The store there, seen from here. */
  get store(): IdempotencyStore {
    return {
      claim: (...args) => this.#ask("claim", args),
      renew: (...args) => this.#ask("renew", args),
      complete: (...args) => this.#ask("complete", args),
      release: (...args) => this.#ask("release", args),
    };
  }

  /** Has a delivery handled there, by a handler that takes `milliseconds` and gives `value`; gives the answer. */
  handle(key: string, value: string, milliseconds: number): Promise<string> {
    return this.#ask("handle", [key, value, milliseconds]);
  }

  /** Gives a bot there a turn. */
  readonly turn: TakeTurn = (...args) => this.#ask("turn", args);

  pause(): void {
    this.#child.kill("SIGSTOP");
  }

  resume(): void {
    this.#child.kill("SIGCONT");
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }

  #ask<T>(method: Method, args: unknown[]): Promise<T> {
    const id = this.#asked++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, (say) => {
        this.#waiting.delete(id);
        if ("failed" in say) reject(new Error(say.failed));
        else resolve((say as { result?: T }).result as T);
      });
      this.#child.send({ id, method, args } satisfies Ask);
    });
  }
}
