// A forgotten import: `File` is a type of the browser's, too.
// Says: 'FileAttachment' is not assignable to parameter of type 'File'
import { Webhook } from "@clustaar/webhook-core";

const linkTo = (file: File) => file.url;

const webhook = new Webhook();
webhook.on("conversation.step_reached", ({ notification }) => {
  const { input, session, step } = notification.event;
  if (input?.type === "message") {
    for (const each of input.attachments) {
      if (each.type === "file") session.values.link = linkTo(each);
    }
  }
  return step.actions;
});
export default webhook;
