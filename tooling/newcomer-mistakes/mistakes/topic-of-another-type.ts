// A topic that is not a text.
// Says: got a number
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);

export const send = { notification: { topic: 42, data: {} } };
export default webhook;
