// An action in place of an answer.
// Says: put it into the list
import { sendTextAction, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () => sendTextAction({ alternatives: ["Hello"] }));
export default webhook;
