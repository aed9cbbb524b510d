// A status that is a text.
// Says: expected a status from 200 to 599, got a string
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification, response }) => {
  response.status = "201";
  return notification.event.step.actions;
});
export default webhook;
