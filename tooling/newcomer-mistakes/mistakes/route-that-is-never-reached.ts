// A route for one step, registered behind the one for all of them.
// Says: is never reached
import { stepId, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);
webhook.on("conversation.step_reached", () => [], {
  filters: stepId("507f191e810c19729de860ea"),
});
export default webhook;
