// A middleware made for Express.
// Says: app.use
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.use((request, response, next) => {
  console.log(request.method, response.statusCode);
  next();
});
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);
export default webhook;
