// A function for the key that gives none.
// Says: got undefined; is an environment variable not set?
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook({ privateKey: () => process.env.A_KEY_NOBODY_HAS_SET });
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);
export default webhook;
