// An error among the session's values, which JSON would write as {}.
// Says: got an object (Error) that JSON writes as {}
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => {
  const { session, step } = notification.event;
  try {
    JSON.parse("{");
  } catch (error) {
    session.values.error = error as Error;
  }
  return step.actions;
});
export default webhook;
