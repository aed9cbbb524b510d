import {
  type Action,
  events,
  type Handler,
  type StepReached,
  sendTextAction,
  stepReachedResponse,
  Webhook,
  type WebhookNotification,
} from "@clustaar/webhook-core";

/** Steps that tests lead to: the first is where a conversation without a bot file begins. */
export const A = "507f191e810c19729de860ea";
export const B = "507f191e810c19729de860eb";
export const C = "507f191e810c19729de860ec";

/** A text. */
export const text = (words: string): Action => sendTextAction({ alternatives: [words] });

/** A webhook that records the events it gets, as they came on the wire, and answers each step with its actions. */
export function recordingBot(actionsByStep: Readonly<Record<string, readonly Action[]>> = {}) {
  const seen: StepReached[] = [];
  const webhook = new Webhook({ privateKey: "k" }).on(
    events.CONVERSATION_STEP_REACHED,
    ({ notification }) => {
      seen.push(structuredClone(notification.event));
      return stepReachedResponse({
        actions: [...(actionsByStep[notification.event.step.id] ?? [])],
      });
    },
  );
  return { webhook, seen, options: { privateKey: "k" } as const };
}

/** A webhook with one handler for every step. */
export function handled(
  handler: Handler<WebhookNotification, ReturnType<typeof stepReachedResponse> | undefined>,
): Webhook {
  return new Webhook({ privateKey: "k" }).on(events.CONVERSATION_STEP_REACHED, handler as never);
}
