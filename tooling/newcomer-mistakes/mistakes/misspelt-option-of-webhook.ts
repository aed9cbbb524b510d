// A misspelt option of new Webhook: signing would be off.
// Says: did you mean "privateKey"?
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook({ privatekey: "s3cr3t" });
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);
export default webhook;
