// The answer is sent as in Express.
// Says: 'json' does not exist on type 'ResponseSettings'
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ response }) => {
  response.json({ actions: [] });
});
export default webhook;
