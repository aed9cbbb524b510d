import { events, sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

/** A real webhook inside the host: its cryptography and its schemas run there too. Builds of frameworks import it without the key. */
export const greeter = new Webhook({ privateKey: () => process.env.CLUSTAAR_PRIVATE_KEY });
greeter.on(events.CONVERSATION_STEP_REACHED, ({ notification }) => {
  const { session, interlocutor } = notification.event;
  const text = `Ça va, ${interlocutor.firstName}? 🌍`;
  return stepReachedResponse({ actions: [sendTextAction({ alternatives: [text] })], session });
});
