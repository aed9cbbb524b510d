// A forgotten await: a promise lands among the session's values.
// Says: `await`
import { stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const loadOrder = async (id: number) => ({ id, total: 12 });

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => {
  const { session, step } = notification.event;
  session.values.order = loadOrder(42);
  return stepReachedResponse({ actions: step.actions, session });
});
export default webhook;
