// A test sends the event itself, without its envelope.
// Says: data: expected an object, got nothing
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);

export const send = {
  notification: { topic: "conversation.step_reached", step: { id: "507f191e810c19729de860ea" } },
};
export default webhook;
