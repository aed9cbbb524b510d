// Something else than the platform posts to the webhook.
// Says: expected a topic with a route
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);

export const send = { notification: { topic: "conversation.step-reached", data: {} } };
export default webhook;
