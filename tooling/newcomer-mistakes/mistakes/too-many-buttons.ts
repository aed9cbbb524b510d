// More buttons than a card may have.
// Says: at most 3 items, got 4
import {
  button,
  card,
  openUrlAction,
  sendCardsAction,
  stepReachedResponse,
  Webhook,
} from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () => {
  const action = openUrlAction({ url: "https://shop.example.com" });
  const buttons = ["S", "M", "L", "XL"].map((title) => button({ title, action }));
  const cards = [card({ title: "Shoes", buttons })];
  return stepReachedResponse({ actions: [sendCardsAction({ cards })] });
});
export default webhook;
