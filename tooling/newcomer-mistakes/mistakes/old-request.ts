// A recorded request that is sent again, or a clock that is wrong.
// Says: check both clocks
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook({ privateKey: "s3cr3t", now: () => Date.UTC(2026, 10, 25, 12) });
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);

export const send = { privateKey: "s3cr3t", date: new Date(Date.UTC(2026, 10, 25, 11)) };
export default webhook;
