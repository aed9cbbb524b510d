import { events, sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

/** A real webhook inside the host: its cryptography and its schemas run there too. */
export const greeter = new Webhook({ privateKey: "host-contract-key" });
greeter.on(events.CONVERSATION_STEP_REACHED, ({ notification }) => {
  const { session, interlocutor } = notification.event;
  const text = `Ça va, ${interlocutor.firstName}? 🌍`;
  return stepReachedResponse({ actions: [sendTextAction({ alternatives: [text] })], session });
});
