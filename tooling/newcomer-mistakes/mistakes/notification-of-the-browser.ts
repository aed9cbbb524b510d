// A forgotten import: `Notification` is a type of the browser's, too.
// Says: 'WebhookNotification<StepReached>' is not assignable to parameter of type 'Notification'
import { Webhook } from "@clustaar/webhook-core";

const stepOf = (notification: Notification) => notification.event.step;

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => stepOf(notification).actions);
export default webhook;
