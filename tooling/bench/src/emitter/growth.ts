import { randomUUID } from "node:crypto";
import { type EmitterStore, openStore } from "@clustaar/webhook-emitter";
import { median } from "../measure.ts";
import { against, type Table } from "../table.ts";
import { latenciesOf } from "./run.ts";
import { emitterSender } from "./sender.ts";
import { startSink } from "./start-sink.ts";
import { freshStores } from "./stores.ts";

/** How far it grows. */
export interface GrowthEffort {
  readonly webhooks: readonly number[];
  readonly waiting: readonly number[];
  /** Messages that are measured. */
  readonly count: number;
}

interface Point {
  readonly size: number;
  /** Median milliseconds from `publish` to the answer, one at a time. */
  readonly time: number;
  /** MiB of heap and buffers in use. */
  readonly memory: number;
}

/** What `publish` and a first attempt cost, as webhooks grow in number and as more and more is waiting. */
export async function growthTables(effort: GrowthEffort): Promise<Table[]> {
  const note =
    "Milliseconds from `publish` to the answer, one message at a time, medians; the ratio is the last column's against the first's. Memory: of this process, in use after a collection.";
  const webhooks = await table(effort.webhooks, (kind, size) =>
    withWebhooks(kind, size, effort.count),
  );
  const waiting = await table(effort.waiting, (kind, size) =>
    withWaiting(kind, size, effort.count),
  );
  const head = (unit: string, sizes: readonly number[]) => [
    "store",
    ...sizes.map((size) => `${size.toLocaleString("en")} ${unit}`),
    "ratio",
  ];
  return [
    {
      title: "Emitter: growth with the number of webhooks",
      note,
      head: head("webhooks", effort.webhooks),
      rows: webhooks,
    },
    {
      title: "Emitter: growth with what is waiting",
      note: `${note} What waits is for a hundred other webhooks, which are paused.`,
      head: head("waiting", effort.waiting),
      rows: waiting,
    },
  ];
}

async function table(
  sizes: readonly number[],
  measure: (kind: string, size: number) => Promise<Point | undefined>,
): Promise<string[][]> {
  const rows: string[][] = [];
  for (const kind of ["memory", "file", "postgres"]) {
    const points: Point[] = [];
    for (const size of sizes) {
      const point = await measure(kind, size);
      if (point) points.push(point);
    }
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) continue;
    rows.push([
      kind,
      ...points.map(({ time, memory }) => `${time.toFixed(2)} ms, ${memory.toFixed(0)} MiB`),
      against(last.time / first.time, "at most", 1.5),
    ]);
  }
  return rows;
}

function withWebhooks(kind: string, webhooks: number, count: number): Promise<Point | undefined> {
  return withStore(kind, async (address, url) => {
    const sender = await emitterSender({ name: kind, store: address, url, webhooks });
    try {
      return await point(sender, webhooks, count);
    } finally {
      await sender.close();
    }
  });
}

function withWaiting(kind: string, waiting: number, count: number): Promise<Point | undefined> {
  return withStore(kind, async (address, url) => {
    const store = openStore(address);
    await store.open({ now: Date.now, onWork() {}, onError: console.error });
    await fill(store, waiting);
    // What is in memory stays there; of the others, a new process begins.
    if (kind !== "memory") await store.close();
    const used = kind === "memory" ? store : address;
    const sender = await emitterSender({ name: kind, store: used, url, webhooks: 1 });
    try {
      return await point(sender, waiting, count);
    } finally {
      await sender.close();
    }
  });
}

async function point(
  sender: Awaited<ReturnType<typeof emitterSender>>,
  size: number,
  count: number,
): Promise<Point> {
  await latenciesOf(sender, count / 2, 1);
  const time = median(await latenciesOf(sender, count, 1));
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return { size, time, memory: (heapUsed + external) / 2 ** 20 };
}

/** Stores messages for webhooks that are paused. */
async function fill(store: EmitterStore, waiting: number): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify({ text: "x".repeat(200) }));
  const now = Date.now();
  for (let n = 0; n < 100; n++) {
    await store.updateState(`paused${n}`, (state) => ({ ...state, status: "paused" }));
  }
  for (let start = 0; start < waiting; start += 1000) {
    const size = Math.min(1000, waiting - start);
    await Promise.all(
      Array.from({ length: size }, (_, n) => {
        // As the emitter makes them: in the order of time.
        const id = `${now.toString(36)}${String(start + n).padStart(9, "0")}${randomUUID().slice(24)}`;
        return store.publish({
          id: `msg_${id}`,
          event: "after:event",
          body,
          contentType: "application/json",
          headers: {},
          createdAt: now,
          expiresAt: now + 86_400_000,
          deliveries: [{ id: `dlv_${id}`, webhookId: `paused${n % 100}`, group: null }],
        });
      }),
    );
  }
}

async function withStore(
  kind: string,
  work: (address: string, url: string) => Promise<Point>,
): Promise<Point | undefined> {
  const stores = await freshStores();
  const sink = await startSink();
  try {
    const store = stores.find((one) => one.kind === kind);
    return store && (await work(store.address, sink.url));
  } finally {
    await sink.close();
    for (const store of stores) await store.dispose();
  }
}
