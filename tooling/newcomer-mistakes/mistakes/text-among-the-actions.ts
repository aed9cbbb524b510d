// A text in place of an action.
// Says: write sendTextAction({ alternatives: [...] }) to send it
import { stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () => stepReachedResponse({ actions: ["Hello"] }));
export default webhook;
