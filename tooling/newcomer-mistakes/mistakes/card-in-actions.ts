// A part of an action in place of an action: a card that is in no sendCardsAction.
// Says: sendCardsAction
import { card, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () =>
  stepReachedResponse({ actions: [card({ title: "Shoes" })] }),
);
export default webhook;
