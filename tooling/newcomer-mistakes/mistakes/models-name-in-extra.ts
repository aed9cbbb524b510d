// A name of the model in extra, where the wire has another.
// Says: set "imageUrl" itself, beside "extra"
import { card, sendCardsAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () => {
  const shoes = card({ title: "Shoes", extra: { imageUrl: "https://shop.example.com/shoes.png" } });
  return stepReachedResponse({ actions: [sendCardsAction({ cards: [shoes] })] });
});
export default webhook;
