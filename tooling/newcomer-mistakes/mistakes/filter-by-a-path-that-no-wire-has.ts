// A misspelt path.
// Says: there is no data.chanel
import { jsonKeyEquals, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions, {
  filters: jsonKeyEquals("data.chanel", "facebook"),
});
export default webhook;
