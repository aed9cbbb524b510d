import {
  events,
  goToAction,
  quickReply,
  sendQuickRepliesAction,
  sendTextAction,
  stepId,
  stepReachedResponse,
  stepTarget,
  Webhook,
} from "@clustaar/webhook-core";

// The ids of your bot's steps on the platform; bot.json has the same, for the playground and the tests.
const WELCOME = "507f191e810c19729de860ea";
const SIZE = "507f191e810c19729de860eb";
const ORDERED = "507f191e810c19729de860ec";

const webhook = new Webhook({ privateKey: process.env.CLUSTAAR_PRIVATE_KEY });

webhook.on(
  events.CONVERSATION_STEP_REACHED,
  ({ notification }) => {
    const { interlocutor, session } = notification.event;
    const question = sendQuickRepliesAction({
      message: `Hello ${interlocutor.firstName ?? "there"}! What would you like?`,
      buttons: [
        quickReply({
          title: "A jacket",
          action: goToAction({ target: stepTarget({ stepId: SIZE }) }),
        }),
      ],
    });
    return stepReachedResponse({ actions: [question], session });
  },
  { filters: stepId(WELCOME) },
);

webhook.on(
  events.CONVERSATION_STEP_REACHED,
  ({ notification }) => {
    const buttons = ["M", "L", "XL"].map((size) =>
      quickReply({
        title: size,
        action: goToAction({
          target: stepTarget({ stepId: ORDERED }),
          sessionValues: { size },
        }),
      }),
    );
    const question = sendQuickRepliesAction({ message: "Which size?", buttons });
    return stepReachedResponse({ actions: [question], session: notification.event.session });
  },
  { filters: stepId(SIZE) },
);

webhook.on(
  events.CONVERSATION_STEP_REACHED,
  ({ notification }) => {
    const { session } = notification.event;
    // What the bot remembers of a conversation: read it, change it, return it.
    const orders = Number(session.values.orders ?? 0) + 1;
    session.values.orders = orders;
    const done = sendTextAction({
      alternatives: [`One jacket in ${session.values.size}: that is order ${orders}.`],
    });
    return stepReachedResponse({ actions: [done], session });
  },
  { filters: stepId(ORDERED) },
);

export default webhook;
