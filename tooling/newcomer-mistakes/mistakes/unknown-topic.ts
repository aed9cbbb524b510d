// A topic that the platform does not have.
// Says: did you mean "conversation.step_reached"?
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reach", () => {});
export default webhook;
