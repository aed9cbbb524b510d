// A URL object where the text of a URL is expected.
// Says: expected text, got an object (URL)
import { sendImageAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () =>
  stepReachedResponse({
    actions: [sendImageAction({ imageUrl: new URL("https://shop.example.com/shoes.png") })],
  }),
);
export default webhook;
