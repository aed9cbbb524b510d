// A title over its limit.
// Says: at most 20 characters, got 27
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
  const buy = button({ title: "Buy these wonderful shoes!!", action });
  const cards = [card({ title: "Shoes", buttons: [buy] })];
  return stepReachedResponse({ actions: [sendCardsAction({ cards })] });
});
export default webhook;
