// A middleware that neither returns nor awaits what next() gives: no mistake, and nothing is lost.
// Says: HTTP: 200
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.use((_context, next) => {
  next();
});
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);
export default webhook;
