import { median, shuffle } from "../measure.ts";
import { against, type Table } from "../table.ts";
import { type GrowthPoint, growthPoint } from "./growth-point.ts";
import { startSink } from "./start-sink.ts";
import { freshStores, type MeasuredStore } from "./stores.ts";

/** How far it grows. */
export interface GrowthEffort {
  readonly webhooks: readonly number[];
  readonly waiting: readonly number[];
  readonly rounds: number;
  /** Messages that are measured in a round. */
  readonly count: number;
}

/** Messages before anything is measured. */
const WARM_UP = 3000;

/** Webhooks, and deliveries that wait. */
interface Size {
  readonly webhooks: number;
  readonly waiting: number;
}

/** What `publish` and a first attempt cost, as webhooks grow in number and as more and more is waiting. */
export async function growthTables(effort: GrowthEffort): Promise<Table[]> {
  const note =
    "Milliseconds from `publish` to the answer, one message at a time, medians; the sizes take turns, each in a process of its own, and the ratio is the last column's against the first's. Memory: of that process, in use after a collection, before it is measured.";
  const { webhooks, waiting } = effort;
  const bySize = (sizes: readonly number[], unit: string) => [
    "store",
    ...sizes.map((size) => `${size.toLocaleString("en")} ${unit}`),
    "ratio",
  ];
  return [
    {
      title: "Emitter: growth with the number of webhooks",
      note: `${note} Each webhook has an event of its own.`,
      head: bySize(webhooks, "webhooks"),
      rows: await rowsOf(
        webhooks.map((size) => ({ webhooks: size, waiting: 0 })),
        effort,
      ),
    },
    {
      title: "Emitter: growth with what is waiting",
      note: `${note} What waits is for a hundred other webhooks, which are paused; the store \`memory:\` has nowhere else to keep it.`,
      head: bySize(waiting, "waiting"),
      rows: await rowsOf(
        waiting.map((size) => ({ webhooks: 1, waiting: size })),
        effort,
      ),
    },
  ];
}

async function rowsOf(sizes: readonly Size[], effort: GrowthEffort): Promise<string[][]> {
  const rows: string[][] = [];
  for (const kind of ["memory", "file", "postgres"] as const) {
    const row = await growthOf(kind, sizes, effort);
    if (row) rows.push(row);
  }
  return rows;
}

/** One row: all sizes of one store, measured in turns. */
async function growthOf(
  kind: MeasuredStore["kind"],
  sizes: readonly Size[],
  { rounds, count }: GrowthEffort,
): Promise<string[] | undefined> {
  const sink = await startSink();
  const stores: MeasuredStore[] = [];
  const points: GrowthPoint[] = [];
  try {
    for (const size of sizes) {
      const fresh = await freshStores();
      stores.push(...fresh);
      const store = fresh.find((one) => one.kind === kind);
      if (!store) return undefined;
      points.push(
        await growthPoint({ address: store.address, url: sink.url, warmUp: WARM_UP, ...size }),
      );
    }
    const times = points.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const at of shuffle([...points.keys()])) {
        times[at]?.push((await points[at]?.measure(count)) ?? Number.NaN);
      }
    }
    const [first = [], last = []] = [times[0], times.at(-1)];
    const ratio = median(last.map((time, round) => time / (first[round] ?? Number.NaN)));
    return [
      kind,
      ...points.map(
        ({ memory }, at) => `${median(times[at] ?? []).toFixed(2)} ms, ${memory.toFixed(0)} MiB`,
      ),
      against(ratio, "at most", 1.5),
    ];
  } finally {
    for (const point of points) await point.close();
    for (const store of stores) await store.dispose();
    await sink.close();
  }
}
