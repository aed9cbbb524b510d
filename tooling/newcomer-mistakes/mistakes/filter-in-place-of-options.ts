// A filter where the options are expected.
// Says: filters
import { stepId, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on(
  "conversation.step_reached",
  ({ notification }) => notification.event.step.actions,
  stepId("507f191e810c19729de860ea"),
);
export default webhook;
