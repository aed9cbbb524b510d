// A key that no field has is set on a model that a builder made.
// Says: did you mean "imageUrl"?
import { card, sendCardsAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () => {
  const shoes = card({ title: "Shoes" });
  shoes.image_url = "https://shop.example.com/shoes.png";
  return stepReachedResponse({ actions: [sendCardsAction({ cards: [shoes] })] });
});
export default webhook;
