// waitUntil gets a function in place of a promise: nobody would call it.
// Says: call it: waitUntil(work())
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification, waitUntil }) => {
  waitUntil(async () => {
    console.log("counted");
  });
  return notification.event.step.actions;
});
export default webhook;
