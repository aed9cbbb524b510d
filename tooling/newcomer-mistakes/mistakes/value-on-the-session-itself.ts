// A value is set on the session in place of its values.
// Says: expected one of "values"
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => {
  const { session, step } = notification.event;
  session.visits = 1;
  return step.actions;
});
export default webhook;
