import { fetchAdapter } from "@clustaar/adapter-fetch";
import { serve } from "@hono/node-server";
import { deadline, webhook } from "./webhook.ts";

const server = serve({ fetch: fetchAdapter(webhook), port: 0 }, ({ port }) => {
  console.log(`port ${port}`);
});

process.once("SIGTERM", async () => {
  server.close();
  const idle = await webhook.idle({ deadline }); // milliseconds
  if (!idle) process.exit(1); // something hangs
});
