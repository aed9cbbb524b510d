// A forgotten await: a promise lands among the actions.
// Says: `await`
import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const greeting = async () => sendTextAction({ alternatives: ["Hello"] });

const webhook = new Webhook();
webhook.on("conversation.step_reached", () => stepReachedResponse({ actions: [greeting()] }));
export default webhook;
