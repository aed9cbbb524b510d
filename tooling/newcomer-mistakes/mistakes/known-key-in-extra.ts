// A key that the builder knows is given through extra, where it is not written.
// Says: set "imageUrl"
import { card, sendCardsAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () => {
  const shoes = card({ title: "Shoes", extra: { imageURL: "https://shop.example.com/shoes.png" } });
  return stepReachedResponse({ actions: [sendCardsAction({ cards: [shoes] })] });
});
export default webhook;
