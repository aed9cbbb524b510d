// A filter by the model's name, where the wire has another.
// Says: there is no data.interlocutor.remoteId
import { jsonKeyEquals, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions, {
  filters: jsonKeyEquals("data.interlocutor.remoteId", "42"),
});
export default webhook;
