// A middleware that does not call next().
// Says: next()
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.use(function log({ request }) {
  console.log(request.method, request.path);
});
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);
export default webhook;
