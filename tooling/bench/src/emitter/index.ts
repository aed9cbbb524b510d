import { median, shuffle } from "../measure.ts";
import { against, type Table } from "../table.ts";
import { rawSender } from "./raw.ts";
import { AHEAD, quantile, type Slice, slice } from "./run.ts";
import { ATTEMPTS, emitterSender, type Sender } from "./sender.ts";
import { startSink } from "./start-sink.ts";
import { freshStores } from "./stores.ts";

export { growthTables } from "./growth.ts";

/** How much is measured. */
export interface EmitterEffort {
  readonly rounds: number;
  /** Deliveries in a slice. */
  readonly count: number;
}

/** Deliveries through each store, against undici alone. */
export async function emitterTable({ rounds, count }: EmitterEffort): Promise<Table> {
  const sink = await startSink();
  const stores = await freshStores();
  const senders: Sender[] = [rawSender(sink.url)];
  try {
    for (const { kind, address } of stores) {
      const options = { name: kind, store: address, url: sink.url, webhooks: 1 };
      senders.push(await emitterSender(options));
    }
    for (const sender of senders) await slice(sender, count);
    const slices = senders.map((): Slice[] => []);
    const order = senders.map((_, index) => index);
    for (let round = 0; round < rounds; round++) {
      for (const index of shuffle(order)) {
        slices[index]?.push(await slice(senders[index] as Sender, count));
      }
    }
    const raw = slices[0] ?? [];
    const rows = senders.map(({ name }, index) => {
      const own = slices[index] ?? [];
      const ratio = median(own.map(({ rate }, round) => rate / (raw[round]?.rate ?? Number.NaN)));
      const target = stores[index - 1]?.target;
      const latencies = own.flatMap((one) => one.latencies);
      return [
        name,
        median(own.map(({ rate }) => rate)).toFixed(0),
        target === undefined ? "1.00" : against(ratio, "at least", target),
        median(own.map(({ cpu }) => cpu)).toFixed(0),
        quantile(latencies, 0.5).toFixed(1),
        quantile(latencies, 0.99).toFixed(1),
      ];
    });
    return {
      title: "Emitter: deliveries through each store",
      note: `One endpoint on this machine, a kilobyte; undici alone has 64 requests at a time, and each store 64 messages that are being published and ${ATTEMPTS} attempts, which begin with a claim and end once the outcome is kept; ${count} messages in a slice, at most ${AHEAD} ahead of what is delivered meanwhile; the receiver runs in a process of its own. CPU is this process's; PostgreSQL has its own beside it. p50 and p99: milliseconds from \`publish\` to the answer, with 64 under way. On a file, a delivery waits for two syncs of the disk.`,
      head: ["store", "deliveries / s", "ratio", "CPU (µs)", "p50 (ms)", "p99 (ms)"],
      rows,
    };
  } finally {
    for (const sender of senders) await sender.close();
    for (const store of stores) await store.dispose();
    await sink.close();
  }
}
