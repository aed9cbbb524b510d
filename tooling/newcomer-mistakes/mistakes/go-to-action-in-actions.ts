// The wrong kind of action: a goToAction belongs to a button, not in the list.
// Says: use jumpToAction
import { goToAction, stepReachedResponse, stepTarget, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () =>
  stepReachedResponse({
    actions: [goToAction({ target: stepTarget({ stepId: "507f191e810c19729de860ea" }) })],
  }),
);
export default webhook;
