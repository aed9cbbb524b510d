// A header is set once the answer has left.
// Says: before the handler returns
import { Webhook } from "@clustaar/webhook-core";

const later = () => new Promise((resolve) => setTimeout(resolve, 1));

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification, response, waitUntil }) => {
  response.headers["x-bot"] = "demo";
  const countVisit = async () => {
    await later();
    response.headers["x-visits"] = "12";
  };
  waitUntil(countVisit());
  return notification.event.step.actions;
});
export default webhook;
