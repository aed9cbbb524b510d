import { fetchAdapter } from "@clustaar/adapter-fetch";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import webhook from "./webhook.ts";

const receive = fetchAdapter(webhook);
const app = new Hono();
app.all("/", (c) => receive(c.req.raw));
serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) }, ({ port }) => {
  console.log(`Listening on http://localhost:${port}`);
});
