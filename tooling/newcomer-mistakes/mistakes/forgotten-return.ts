// A forgotten return: the answer is made, and nobody gets it.
// Says: return stepReachedResponse
import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () => {
  stepReachedResponse({ actions: [sendTextAction({ alternatives: ["Hello"] })] });
});
export default webhook;
