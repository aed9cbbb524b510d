// The handler is called in place of being handed over.
// Says: without calling it
import { type HandlerContext, Webhook, type WebhookNotification } from "@clustaar/webhook-core";

async function greet(context?: HandlerContext<WebhookNotification>) {
  return context?.notification.event.step.actions;
}

const webhook = new Webhook();
webhook.on("conversation.step_reached", greet());
export default webhook;
