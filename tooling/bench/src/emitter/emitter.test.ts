import { afterAll, beforeAll, expect, it } from "vitest";
import { growthPoint } from "./growth-point.ts";
import { rawSender } from "./raw.ts";
import { quantile, slice } from "./run.ts";
import { emitterSender, type Sender } from "./sender.ts";
import { startSink } from "./start-sink.ts";
import { freshStores, type MeasuredStore } from "./stores.ts";

/** The tests need no build. */
const fromSource = ["--conditions=@clustaar/source", "--import", "tsx"];

let sink: Awaited<ReturnType<typeof startSink>>;
let stores: MeasuredStore[];

beforeAll(async () => {
  sink = await startSink();
  stores = await freshStores();
});

afterAll(async () => {
  for (const store of stores) await store.dispose();
  await sink.close();
});

/** What is measured has to do its work: each message is answered, or `slice` would wait forever. */
async function works(sender: Sender): Promise<void> {
  const { rate, cpu, latencies } = await slice(sender, 40);
  await sender.close();
  expect(rate).toBeGreaterThan(0);
  expect(cpu).toBeGreaterThan(0);
  expect(latencies.length).toBeGreaterThanOrEqual(20);
  expect(quantile(latencies, 0.99)).toBeGreaterThanOrEqual(quantile(latencies, 0.5));
}

it("undici alone posts", () => works(rawSender(sink.url)));

it("each store delivers, with one webhook and with many", async () => {
  for (const { kind, address } of stores) {
    const webhooks = kind === "file" ? 20 : 1;
    await works(await emitterSender({ name: kind, store: address, url: sink.url, webhooks }));
  }
});

it("a store is measured in a process of its own, with what waits in it", async () => {
  const subject = { address: "memory:", url: sink.url, webhooks: 2, waiting: 100 };
  const point = await growthPoint({ ...subject, warmUp: 20 }, fromSource);
  expect(point.memory).toBeGreaterThan(1);
  expect(await point.measure(5)).toBeGreaterThan(0);
  await point.close();
});

it("an end too early of such a process is an error, not a figure", async () => {
  const nowhere = { address: "nowhere:", url: sink.url, webhooks: 1, waiting: 0, warmUp: 1 };
  await expect(growthPoint(nowhere, fromSource)).rejects.toThrow("has ended too early");
});
