// The handler stands in a route of Hono, which calls it with a context.
// Says: handler(c.req.raw)
import { fetchAdapter } from "@clustaar/adapter-fetch";
import { Webhook } from "@clustaar/webhook-core";
import { Hono } from "hono";

const app = new Hono();
app.all("/", fetchAdapter(new Webhook()));

export const fetch = app.fetch;
