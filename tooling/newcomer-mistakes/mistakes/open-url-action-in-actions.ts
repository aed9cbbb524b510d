// The wrong kind of action: an openUrlAction belongs to a button, not in the list.
// Says: write button({ title, action: openUrlAction({ url }) })
import { openUrlAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const webhook = new Webhook();
webhook.on("conversation.step_reached", () =>
  stepReachedResponse({ actions: [openUrlAction({ url: "https://shop.example.com" })] }),
);
export default webhook;
