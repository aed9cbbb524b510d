import { events, sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const {
  CLUSTAAR_PRIVATE_KEY: privateKey = null,
  CLUSTAAR_AUTH_USERNAME: username,
  CLUSTAAR_AUTH_PASSWORD: password,
} = process.env;
if (privateKey === null) {
  console.warn("WARNING: CLUSTAAR_PRIVATE_KEY is not set: UNSIGNED REQUESTS ARE ACCEPTED.");
}

const webhook = new Webhook({
  privateKey,
  auth: username === undefined && password === undefined ? null : { username, password },
});

webhook.on(events.CONVERSATION_STEP_REACHED, ({ notification }) => {
  const { interlocutor, session, step } = notification.event;
  const hello = sendTextAction({
    alternatives: [`Hello ${interlocutor.firstName ?? "there"}, nice to meet you!`],
  });
  session.values.greeted = "yes";
  return stepReachedResponse({ actions: [...step.actions, hello], session });
});

export default webhook;
