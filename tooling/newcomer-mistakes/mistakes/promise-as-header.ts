// A forgotten await: a header whose value is a promise.
// Says: headers/x-visits: expected a text, got a promise; is an `await` missing?
import { Webhook } from "@clustaar/webhook-core";

const visits = async () => "12";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification, response }) => {
  response.headers["x-visits"] = visits();
  return notification.event.step.actions;
});
export default webhook;
