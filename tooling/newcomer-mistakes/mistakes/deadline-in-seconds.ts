// A deadline in seconds where milliseconds are expected.
// Says: within 5 ms; raise `deadline`
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook({ deadline: 5 });
webhook.on("conversation.step_reached", async ({ notification }) => {
  await new Promise((resolve) => setTimeout(resolve, 500));
  return notification.event.step.actions;
});
export default webhook;
