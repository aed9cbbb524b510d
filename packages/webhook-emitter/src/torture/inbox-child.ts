import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { nodeAdapter } from "@clustaar/adapter-node";
import { defineEvent, Webhook } from "@clustaar/webhook-core";
import { inbox } from "../inbox/index.ts";
import type { InboxChildOptions } from "./inbox-process.ts";

/** A server with an inbox in a process of its own, which may be killed at any moment. */
const { store, handled, privateKey, concurrency, workMs, storeTimeout } = JSON.parse(
  process.argv[2] ?? "",
) as InboxChildOptions;

// What the store says while it is down is no news here.
const webhook = new Webhook({ privateKey }).onError(() => {});
webhook.on(defineEvent("tick"), async ({ notification }) => {
  // Long enough to be in the middle of it.
  await sleep(workMs);
  appendFileSync(handled, `${process.pid} ${(notification.event as { n: number }).n}\n`);
});

const box = inbox(webhook, {
  store,
  concurrency,
  storeTimeout,
  log: ({ level, code, message, fields, error }) => {
    if (level === "error" && code !== "store.failed") console.error(code, message, fields, error);
  },
});
await box.open();
const server = createServer(nodeAdapter(box)).listen(0, "127.0.0.1");
server.once("listening", () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on("disconnect", () => process.exit());
