// A misspelt option of on: the handler would take every step.
// Says: did you mean "filters"? The options are
import { stepId, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions, {
  filter: stepId("507f191e810c19729de860ea"),
});
export default webhook;
