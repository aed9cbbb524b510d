// A bigint among the session's values, as database drivers give one.
// Says: use Number() or String()
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => {
  notification.event.session.values.orderId = 42n;
  return notification.event.step.actions;
});
export default webhook;
