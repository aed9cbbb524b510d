// express.json() before the webhook: the bytes that are signed are gone.
// Says: before the parser
import { expressAdapter } from "@clustaar/adapter-express";
import { Webhook } from "@clustaar/webhook-core";
import express from "express";

const webhook = new Webhook({ privateKey: "s3cr3t" });
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);

const app = express();
app.use(express.json());
app.use("/", expressAdapter(webhook));
export default app;
