// A text where a list of texts is expected.
// Says: expected a list
import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () =>
  stepReachedResponse({ actions: [sendTextAction({ alternatives: "Hello" })] }),
);
export default webhook;
