import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { packageRoot } from "./dev/package-root.ts";

/** A command that runs as a process of its own. */
export interface Started {
  readonly child: ChildProcess;
  /** Waits until a stream holds what is wanted, and gives all that it has said; throws when it ends without. */
  says(stream: "out" | "err", wanted: RegExp): Promise<string>;
}

/** Starts a command line from the sources; it is killed when the test has ended. */
export function start(args: readonly string[], cwd: string): Started {
  const main = join(packageRoot(), "src/main.ts");
  const child = spawn(
    process.execPath,
    ["--conditions=@clustaar/source", "--import", "tsx", main, ...args],
    { cwd, stdio: ["ignore", "pipe", "pipe"] },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  const texts = { out: "", err: "" };
  let hasEnded = false;
  let waiting: (() => void)[] = [];
  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  };
  for (const [name, stream] of [
    ["out", child.stdout],
    ["err", child.stderr],
  ] as const) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      texts[name] += chunk;
      wake();
    });
  }
  child.once("close", () => {
    hasEnded = true;
    wake();
  });
  return {
    child,
    async says(stream, wanted) {
      while (!wanted.test(texts[stream])) {
        if (hasEnded) throw new Error(`it ended, and said only: ${texts.out}${texts.err}`);
        await new Promise<void>((go) => waiting.push(go));
      }
      return texts[stream];
    },
  };
}
