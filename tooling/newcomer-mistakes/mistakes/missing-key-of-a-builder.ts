// A required key is missing.
// Says: title: expected text, got nothing
import { card, sendCardsAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () =>
  stepReachedResponse({ actions: [sendCardsAction({ cards: [card({})] })] }),
);
export default webhook;
