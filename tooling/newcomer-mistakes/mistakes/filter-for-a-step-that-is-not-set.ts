// A filter for a step whose id is not set.
// Says: is an environment variable
import { stepId, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions, {
  filters: stepId(process.env.A_STEP_NOBODY_HAS_SET),
});
export default webhook;
