import { describe, expect, expectTypeOf, it } from "vitest";
import {
  defineEvent,
  events,
  jumpToAction,
  pauseBotAction,
  schemas,
  sendTextAction,
  Webhook,
  type WebhookNotification,
} from "../index.ts";
import { simulate } from "../testing/index.ts";

const STEP = events.CONVERSATION_STEP_REACHED;
const text = (words: string) => sendTextAction({ alternatives: [words] });

describe("the types of a handler", () => {
  it("follow from a schema of ours, which reads and writes models", async () => {
    const moved = defineEvent("bot.moved", schemas.webhook_request, {
      answer: schemas.jump_to_action,
    });
    const webhook = new Webhook();
    webhook.on(moved, ({ notification }) => {
      expectTypeOf(notification).toEqualTypeOf<WebhookNotification<unknown>>();
      expect(notification).toMatchObject({ botId: "4321", event: { to: "Lyon" } });
      return jumpToAction({ connections: [] });
    });
    // @ts-expect-error the answer is another action
    webhook.on(moved, () => pauseBotAction());
    const sent = { topic: "bot.moved", botID: "4321", data: { to: "Lyon" } };
    const { body } = await simulate(webhook, { notification: sent });
    expect(JSON.parse(body)).toEqual({
      type: "jump_to_action",
      connections: [],
      defaultTarget: null,
    });
  });

  it("of a topic that nobody has a schema for are those of the envelope", async () => {
    const webhook = new Webhook();
    webhook.on(defineEvent("bot.other"), ({ notification }) => {
      expectTypeOf(notification).toEqualTypeOf<WebhookNotification<unknown>>();
      return { bot: notification.botId, at: notification.timestamp, event: notification.event };
    });
    const answer = async (rest: object) =>
      (await simulate(webhook, { notification: { topic: "bot.other", ...rest } })).body;
    expect(JSON.parse(await answer({ botID: 4321, timestamp: 1.5, data: { a: [1] } }))).toEqual({
      bot: "",
      at: 1.5,
      event: { a: [1] },
    });
    expect(await answer({})).toContain('"path":"data"');
    expect(await answer({ data: [] })).toContain("expected an object, got a list");
  });

  it("let a list of actions stand for an answer of nothing else", async () => {
    const webhook = new Webhook().on(STEP, () => [text("Hello")]);
    const { answer } = await simulate(webhook);
    expect(answer).toEqual({ actions: [text("Hello")], session: { values: {} } });
    const long = new Webhook().onError(() => {}).on(STEP, () => [text("x".repeat(3000))]);
    expect((await simulate(long)).problem?.code).toBe("response_invalid");
  });
});
