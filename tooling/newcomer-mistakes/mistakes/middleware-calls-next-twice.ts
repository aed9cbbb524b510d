// A middleware that calls next() twice.
// Says: const answer = await next()
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.use(async function retry(_context, next) {
  await next();
  return next();
});
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);
export default webhook;
