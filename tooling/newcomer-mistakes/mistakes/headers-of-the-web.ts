// A Headers in place of a plain object.
// Says: Object.fromEntries()
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification, response }) => {
  response.headers = new Headers({ "x-bot": "demo" });
  return notification.event.step.actions;
});
export default webhook;
