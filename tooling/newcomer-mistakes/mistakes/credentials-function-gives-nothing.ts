// A function that checks credentials, and forgets to return what it found.
// Says: is a return missing?
import { Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook({
  auth: ({ username, password }) => {
    username === "bot" && password === "s3cret";
  },
});
webhook.on("conversation.step_reached", ({ notification }) => notification.event.step.actions);

export const send = { auth: { username: "bot", password: "s3cret" } };
export default webhook;
