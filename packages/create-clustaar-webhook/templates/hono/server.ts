import { fetchAdapter } from "@clustaar/adapter-fetch";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import webhook from "./webhook.ts";

const port = Number(process.env.PORT ?? 3000);
const receive = fetchAdapter(webhook);

const app = new Hono();
app.all("/webhook", (c) => receive(c.req.raw));

const server = serve({ fetch: app.fetch, port }, () => {
  console.log(`Listening on http://localhost:${port}/webhook`);
});

process.once("SIGTERM", async () => {
  server.close();
  const idle = await webhook.idle({ deadline: 10_000 }); // milliseconds
  if (!idle) process.exit(1); // something hangs
});
