// The webhook is called with the request of Express.
// Says: expressAdapter
import { Webhook } from "@clustaar/webhook-core";
import express from "express";

const webhook = new Webhook({ privateKey: "s3cr3t" });
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);

const app = express();
app.post("/", async (request, response) => {
  const answer = await webhook.handle(request);
  response.status(answer.status).set(answer.headers).send(answer.body);
});
export default app;
