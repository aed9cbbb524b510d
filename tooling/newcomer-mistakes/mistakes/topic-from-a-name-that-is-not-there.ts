// A name that `events` does not have.
// Says: conversation.step_reached
import { events, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on(events.STEP_REACHED, () => {});
export default webhook;
