import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { type EmitterStore, openStore } from "@clustaar/webhook-emitter";
import { median } from "../measure.ts";
import { latenciesOf } from "./run.ts";
import { emitterSender } from "./sender.ts";

/**
 * One point of the growth tables, in a process of its own, so that its memory is its own. It prepares itself, prints the MiB it uses,
 * and prints the median milliseconds of so many messages for each number it reads.
 */
const [address = "", url = "", webhooks = "1", waiting = "0", warmUp = "3000"] =
  process.argv.slice(2);

/** Stores messages for a hundred webhooks that are paused. */
async function fill(store: EmitterStore, count: number): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify({ text: "x".repeat(200) }));
  const now = Date.now();
  for (let n = 0; n < 100; n++) {
    await store.updateState(`paused${n}`, (state) => ({ ...state, status: "paused" }));
  }
  for (let start = 0; start < count; start += 1000) {
    const size = Math.min(1000, count - start);
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

async function prepared(): Promise<string | EmitterStore> {
  if (waiting === "0") return address;
  const store = openStore(address);
  await store.open({ now: Date.now, onWork() {}, onError: console.error });
  await fill(store, Number(waiting));
  // What is in memory stays there; of the others, the emitter starts from what the store has.
  if (address === "memory:") return store;
  await store.close();
  return address;
}

const store = await prepared();
const sender = await emitterSender({ name: "growth", store, url, webhooks: Number(webhooks) });
await latenciesOf(sender, Number(warmUp), 16);
globalThis.gc?.();
const { heapUsed, external } = process.memoryUsage();
console.log((heapUsed + external) / 2 ** 20);
// It ends with the process that started it.
for await (const line of createInterface({ input: process.stdin })) {
  console.log(median(await latenciesOf(sender, Number(line), 1)));
}
await sender.close();
