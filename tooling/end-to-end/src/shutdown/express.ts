import type { AddressInfo } from "node:net";
import { expressAdapter } from "@clustaar/adapter-express";
import express from "express";
import { deadline, webhook } from "./webhook.ts";

const app = express();
app.use("/webhook", expressAdapter(webhook));
const server = app.listen(0, () => {
  console.log(`port ${(server.address() as AddressInfo).port}`);
});

process.once("SIGTERM", async () => {
  server.close();
  const idle = await webhook.idle({ deadline }); // milliseconds
  if (!idle) process.exit(1); // something hangs
});
