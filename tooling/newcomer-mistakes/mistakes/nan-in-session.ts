// NaN among the session's values.
// Says: expected a finite number, got NaN
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => {
  const { session, step } = notification.event;
  session.values.visits = Number(session.values.visitCount) + 1;
  return step.actions;
});
export default webhook;
