// A middleware that returns nothing passes on what next() gave: no mistake, and nothing is lost.
// Says: HTTP: 200
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.use(async (_context, next) => {
  await next();
});
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);
export default webhook;
