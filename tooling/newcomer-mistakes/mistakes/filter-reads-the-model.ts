// A custom filter that reads the model instead of the wire.
// Says: json.data.channel
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions, {
  filters: (json) => json.event.channel === "facebook",
});
export default webhook;
