// A builder gets a key of another name altogether.
// Says: alternatives: expected a list, got nothing
import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () =>
  stepReachedResponse({ actions: [sendTextAction({ text: "Hello" })] }),
);
export default webhook;
