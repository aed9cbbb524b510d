// An action on a condition, which leaves false in the list.
// Says: leave it out: actions.filter(Boolean)
import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => {
  const { values } = notification.event.session;
  const welcome = sendTextAction({ alternatives: ["Welcome back"] });
  return stepReachedResponse({ actions: [values.known === true && welcome] });
});
export default webhook;
