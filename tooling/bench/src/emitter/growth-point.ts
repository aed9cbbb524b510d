import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A store with so many webhooks and waiting deliveries, in a process of its own. */
export interface GrowthPoint {
  /** MiB of heap and buffers in use. */
  readonly memory: number;
  /** Median milliseconds from `publish` to the answer, one message at a time. */
  measure(count: number): Promise<number>;
  close(): Promise<void>;
}

/** What a {@link GrowthPoint} is made of. */
interface GrowthSubject {
  readonly address: string;
  /** The receiver's. */
  readonly url: string;
  readonly webhooks: number;
  readonly waiting: number;
  /** Messages before anything is measured. */
  readonly warmUp: number;
}

/** Starts the process, by default with the options that Node has in this one, and resolves when it is prepared. */
export async function growthPoint(
  { address, url, webhooks, waiting, warmUp }: GrowthSubject,
  execArgv = process.execArgv,
): Promise<GrowthPoint> {
  const child = spawn(
    process.execPath,
    [
      ...execArgv,
      "--expose-gc",
      // A million messages in memory are more than a process may have unless it is told.
      "--max-old-space-size=8192",
      fileURLToPath(new URL("./growth-child.ts", import.meta.url)),
      ...[address, url, ...[webhooks, waiting, warmUp].map(String)],
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("a process of the growth tables has ended too early");
    return Number(value);
  };
  return {
    memory: await next(),
    measure(count) {
      child.stdin.write(`${count}\n`);
      return next();
    },
    async close() {
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}
