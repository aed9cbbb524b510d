// The platform's webhook tab has no key, the server has one.
// Says: does the sender have the key?
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook({ privateKey: "s3cr3t" });
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);

export const send = {};
export default webhook;
