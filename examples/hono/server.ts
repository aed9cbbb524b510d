import { fetchAdapter } from "@clustaar/adapter-fetch";
import { events, sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";
import { serve } from "@hono/node-server";
import { Hono } from "hono";

const {
  PORT = "3000",
  CLUSTAAR_PRIVATE_KEY: privateKey = null,
  CLUSTAAR_AUTH_USERNAME: username,
  CLUSTAAR_AUTH_PASSWORD: password,
} = process.env;
if (privateKey === null) {
  console.warn("WARNING: CLUSTAAR_PRIVATE_KEY is not set: UNSIGNED REQUESTS ARE ACCEPTED.");
}

const webhook = new Webhook({
  privateKey,
  auth: username === undefined && password === undefined ? null : { username, password },
});

webhook.on(events.CONVERSATION_STEP_REACHED, ({ notification }) => {
  const { interlocutor, session, step } = notification.event;
  const hello = sendTextAction({
    alternatives: [`Hello ${interlocutor.firstName ?? "there"}, nice to meet you!`],
  });
  session.values.greeted = "yes";
  return stepReachedResponse({ actions: [...step.actions, hello], session });
});

const receive = fetchAdapter(webhook);
const app = new Hono();
app.all("/", (c) => receive(c.req.raw));
serve({ fetch: app.fetch, port: Number(PORT) }, ({ port }) => {
  console.log(`Listening on http://localhost:${port}`);
});
