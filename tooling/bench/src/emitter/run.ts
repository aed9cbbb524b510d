import { AT_ONCE, type Sender } from "./sender.ts";

/** What one slice gave. */
export interface Slice {
  /** Deliveries per second, from the first message handed over to the last one delivered. */
  readonly rate: number;
  /** Microseconds of this process's CPU time for each delivery. */
  readonly cpu: number;
  /** Milliseconds from handing a message over to its delivery, with 64 under way. */
  readonly latencies: readonly number[];
}

/** Messages that publishing may be ahead of delivery. */
export const AHEAD = 256;

/** Has messages accepted as fast as they are, 64 at a time and no further ahead than that, and waits until all are delivered. */
async function drain(sender: Sender, count: number): Promise<void> {
  let n = 0;
  let left = count;
  let allDelivered = () => {};
  const end = new Promise<void>((resolve) => {
    allDelivered = resolve;
  });
  let goOn: (() => void)[] = [];
  const delivered = () => {
    left--;
    if (left === 0) allDelivered();
    const waiting = goOn;
    goOn = [];
    for (const one of waiting) one();
  };
  const publish = async () => {
    while (n < count) {
      if (n - (count - left) >= AHEAD) {
        await new Promise<void>((resolve) => goOn.push(resolve));
        continue;
      }
      await sender.send(n++, delivered);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, publish));
  await end;
}

/** Hands the next message over once one is delivered, so that 64 are under way. */
export async function latenciesOf(
  sender: Sender,
  count: number,
  atOnce = AT_ONCE,
): Promise<number[]> {
  const latencies: number[] = [];
  let n = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (n < count) {
        const start = performance.now();
        await new Promise<void>((resolve, reject) => {
          sender.send(n++, resolve).catch(reject);
        });
        latencies.push(performance.now() - start);
      }
    }),
  );
  return latencies;
}

/** Runs one slice. */
export async function slice(sender: Sender, count: number): Promise<Slice> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await drain(sender, count);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const latencies = await latenciesOf(sender, count / 2);
  return { rate: count / seconds, cpu: (user + system) / count, latencies };
}

/** The value below which a share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
