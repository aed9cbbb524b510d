import { setTimeout as sleep } from "node:timers/promises";
import {
  type IdempotencyStore,
  sendTextAction,
  type TurnStrategy,
  Webhook,
} from "@clustaar/webhook-core";
import { simulate, stepReachedNotification } from "@clustaar/webhook-core/testing";
import { type HandlerListeners, LEASE } from "./handle-once.ts";

/** What became of a turn: what the bot says, and when its handler ran, in milliseconds since 1970. */
export interface TurnAnswer {
  readonly status: number;
  readonly says?: { readonly text: string; readonly began: number; readonly ended: number };
}

/** Gives a bot turns over a store: its handler takes some milliseconds, and stops when it is told to. */
export type TakeTurn = (
  strategy: TurnStrategy,
  visitor: string,
  text: string,
  milliseconds: number,
) => Promise<TurnAnswer>;

/** A bot whose turns are kept apart by a store, as one of several instances. */
export function botOver(
  store: IdempotencyStore,
  { onBegin, onReport }: HandlerListeners,
): TakeTurn {
  const instance = (strategy: TurnStrategy) => {
    const concurrency = { strategy, store, lease: LEASE, wait: 30_000 };
    const webhook = new Webhook({ concurrency });
    webhook.onError(({ message }) => onReport(message));
    webhook.on("conversation.step_reached", async ({ notification, signal }) => {
      const { values } = notification.event.session;
      const { text, milliseconds } = values as { text: string; milliseconds: number };
      onBegin(text);
      const began = Date.now();
      await sleep(milliseconds, undefined, { signal });
      const said = JSON.stringify({ text, began, ended: Date.now() });
      return [sendTextAction({ alternatives: [said] })];
    });
    return webhook;
  };
  const instances = {
    queue: instance("queue"),
    latest: instance("latest"),
    parallel: instance("parallel"),
  };
  return async (strategy, visitor, text, milliseconds) => {
    const notification = stepReachedNotification({
      interlocutor: { id: visitor },
      session: { text, milliseconds },
    });
    const { status, answer } = await simulate(instances[strategy], { notification });
    const [action] = answer?.actions ?? [];
    if (action?.type !== "send_text_action") return { status };
    return { status, says: JSON.parse(action.alternatives[0] ?? "") };
  };
}
