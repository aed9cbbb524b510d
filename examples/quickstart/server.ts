import type { AddressInfo } from "node:net";
import { expressAdapter } from "@clustaar/adapter-express";
import {
  events,
  jsonKeyEquals,
  not,
  sendTextAction,
  stepReachedResponse,
  Webhook,
} from "@clustaar/webhook-core";
import express from "express";

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

webhook.on(
  events.CONVERSATION_STEP_REACHED,
  ({ notification }) => {
    const { interlocutor, session, step } = notification.event;
    const hello = sendTextAction({
      alternatives: [`Hello ${interlocutor.firstName ?? "there"}, nice to meet you!`],
    });
    session.values.greeted = "yes";
    return stepReachedResponse({ actions: [...step.actions, hello], session });
  },
  // A step whose user data is "quiet" is nobody's here: 404.
  { filters: not(jsonKeyEquals("data.step.userData", "quiet")) },
);

const app = express();
app.use("/", expressAdapter(webhook));
const server = app.listen(Number(PORT), (error) => {
  if (error) throw error;
  console.log(`Listening on http://localhost:${(server.address() as AddressInfo).port}`);
});
