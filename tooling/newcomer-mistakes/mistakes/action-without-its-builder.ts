// An action written by hand, its type misspelt.
// Says: did you mean "send_text_action"?
import { stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () =>
  stepReachedResponse({ actions: [{ type: "send_text", alternatives: ["Hello"] }] }),
);
export default webhook;
