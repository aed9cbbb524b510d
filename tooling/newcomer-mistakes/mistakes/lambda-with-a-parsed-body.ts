// A middleware that parses the body runs before the webhook on Lambda.
// Says: middleware that parses it
import { type LambdaEvent, lambdaAdapter } from "@clustaar/adapter-lambda";
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook({ privateKey: "s3cr3t" });
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);
const adapter = lambdaAdapter(webhook);

export const handler = (event: LambdaEvent) =>
  adapter({ ...event, body: JSON.parse(event.body ?? "") });
