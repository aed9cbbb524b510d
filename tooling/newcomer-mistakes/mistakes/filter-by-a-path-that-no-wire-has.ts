// A misspelt path.
// Says: data.channel
import { jsonKeyEquals, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions, {
  filters: jsonKeyEquals("data.chanel", "facebook"),
});
export default webhook;
