import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import { deadline, webhook } from "./webhook.ts";

const server = createServer(nodeAdapter(webhook)).listen(0, () => {
  console.log(`port ${(server.address() as AddressInfo).port}`);
});

process.once("SIGTERM", async () => {
  server.close();
  const idle = await webhook.idle({ deadline }); // milliseconds
  if (!idle) process.exit(1); // something hangs
});
