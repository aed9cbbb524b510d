import { CancelEventError, createEmitter } from "@clustaar/webhook-emitter";
import { events } from "./events.ts";
import { startReceiver } from "./receiver.ts";

const secret = "example-secret";
const receiver = await startReceiver(secret);

const emitter = await createEmitter({
  events,
  // postgres://... shares the work among as many processes as you start.
  store: process.env.DATABASE_URL ?? "file:hooks.db",
  webhooks: [{ name: "receiver", url: receiver.url, secret, events: ["before:adjust", "after:*"] }],
  // The receiver of this example runs on this machine.
  allowPrivate: ["127.0.0.1/32"],
  allowInsecure: true,
});

console.log("measured", await events.dispatch("measure", { metrics: ["throughput"] }));
console.log("adjusted", await events.dispatch("adjust", { replicas: 8 }));
try {
  await events.dispatch("adjust", { replicas: 80 });
} catch (error) {
  if (!(error instanceof CancelEventError)) throw error;
  console.log(`refused by ${error.by}: ${error.reason}`);
}

// A real application would go on; this one waits until everything has been sent.
for (;;) {
  const { waiting, inFlight } = await emitter.stats();
  if (waiting + inFlight === 0) break;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await emitter.close();
receiver.server.close();
receiver.server.closeIdleConnections();
