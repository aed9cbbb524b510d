// A text in place of an answer.
// Says: expected stepReachedResponse
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () => "Hello");
export default webhook;
