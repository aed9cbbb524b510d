// A builder gets a key as the wire spells it.
// Says: did you mean "imageUrl"?
import { card, sendCardsAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () => {
  const shoes = card({ title: "Shoes", imageURL: "https://shop.example.com/shoes.png" });
  return stepReachedResponse({ actions: [sendCardsAction({ cards: [shoes] })] });
});
export default webhook;
