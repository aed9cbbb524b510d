// The server has another key than the platform.
// Says: the same key
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook({ privateKey: "another key" });
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);
export default webhook;
