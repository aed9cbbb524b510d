// A filter that asks a database.
// Says: what takes time belongs in the handler
import { Webhook } from "@clustaar/webhook-core";

const isOpen = async () => true;

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions, {
  filters: () => isOpen(),
});
export default webhook;
