// A clock in seconds where milliseconds are expected.
// Says: count milliseconds
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook({ privateKey: "s3cr3t", now: () => 1_764_072_000 });
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);

export const send = { privateKey: "s3cr3t", date: new Date(1_764_072_000_000) };
export default webhook;
