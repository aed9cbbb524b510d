/** Something that is measured: one call is one message. */
export interface Contestant {
  readonly name: string;
  /** A promise is awaited before the next call. */
  run(): unknown;
}

/** What the rounds of one subject gave. */
export interface Measured {
  readonly name: string;
  /** Median microseconds of CPU time a call. */
  readonly micros: number;
  /** Median over the rounds of this contestant's time over the first one's in the same round. */
  readonly ratio: number;
}

export interface Effort {
  readonly rounds: number;
  /** Milliseconds of CPU time that one contestant gets in one round, about. */
  readonly slice: number;
}

/**
 * Measures contestants against the first of them: every round runs each for one slice, in an order that is
 * shuffled again, so that whatever disturbs the machine disturbs all of them.
 */
export async function measure(
  contestants: readonly Contestant[],
  { rounds, slice }: Effort,
): Promise<Measured[]> {
  const calls: number[] = [];
  for (const contestant of contestants) calls.push(await callsFor(contestant, slice));
  const times = contestants.map((): number[] => []);
  const order = contestants.map((_, index) => index);
  for (let round = 0; round < rounds; round++) {
    for (const index of shuffle(order)) {
      const count = calls[index] ?? 1;
      times[index]?.push((await timeOf(contestants[index] as Contestant, count)) / count);
    }
  }
  const base = times[0] ?? [];
  return contestants.map(({ name }, index) => {
    const own = times[index] ?? [];
    return {
      name,
      micros: median(own),
      ratio: median(own.map((time, round) => time / (base[round] ?? Number.NaN))),
    };
  });
}

/** Slices that a contestant runs before anything is counted, for the optimising compiler to be through with it. */
const WARM_UP = 50;

/** Warms a contestant up and finds how many calls fill a slice. */
async function callsFor(contestant: Contestant, slice: number): Promise<number> {
  let count = 16;
  for (;;) {
    const time = await timeOf(contestant, count);
    if (time >= WARM_UP * slice * 1000)
      return Math.max(1, Math.round((count * slice * 1000) / time));
    count *= 2;
  }
}

/** Microseconds of CPU time that `count` calls take: on a busy machine the clock measures the neighbours. */
async function timeOf(contestant: Contestant, count: number): Promise<number> {
  const start = process.cpuUsage();
  for (let call = 0; call < count; call++) {
    const result = contestant.run();
    if (result instanceof Promise) await result;
  }
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** The middle value; the mean of the two middle ones when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Puts a list into a random order, in place. */
export function shuffle<T>(list: T[]): T[] {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [list[last], list[other]] = [list[other] as T, list[last] as T];
  }
  return list;
}
