import { describe, expect, it } from "vitest";
import { card, events, sendCardsAction, stepReachedResponse, Webhook } from "../index.ts";
import { simulate, stepReachedNotification } from "../testing/index.ts";

/** What `onError` is given for an answer, or nothing. */
async function heard(handler: (context: never) => unknown): Promise<string[]> {
  const messages: string[] = [];
  const webhook = new Webhook().onError((error) =>
    messages.push(
      ...(error.issues ?? []).map((issue) => `${issue.path.join("/")}: ${issue.message}`),
    ),
  );
  webhook.on(events.CONVERSATION_STEP_REACHED, handler as never);
  const notification = stepReachedNotification({
    session: { name: "tintin" },
    step: { actions: [sendCardsAction({ cards: [card({ title: "Shoes" })] })] },
  });
  const { status } = await simulate(webhook, { notification });
  expect(status).toBe(messages.length === 0 ? 200 : 500);
  return messages;
}

describe("a key that no field has", () => {
  it("was lost silently from an action written by hand", async () => {
    const byHand = {
      type: "card",
      title: "Hats",
      imageURL: "https://example.com/hats.png",
      buttons: [],
    };
    const actions = [{ type: "send_cards_action", cards: [byHand] }];
    expect(
      await heard(({ notification: { event } }: never) => ({
        actions: [...(event as { step: { actions: unknown[] } }).step.actions, ...actions],
      })),
    ).toEqual(['actions/1/cards/0/imageURL: unknown key "imageURL"; did you mean "imageUrl"?']);
  });

  it("is named beside the limits that are broken", async () => {
    const actions = [{ type: "send_text_action", alternatives: [], txt: "Hello" }];
    expect(await heard(() => ({ actions, sesion: { values: {} } }))).toEqual([
      'actions/0/txt: unknown key "txt"; did you mean "text"?',
      'sesion: unknown key "sesion"; did you mean "session"?',
      "actions/0/alternatives: at least 1 item, got 0",
    ]);
  });

  it("is named on the session that came in, where a value for its values was meant", async () => {
    const visits = ({
      notification,
    }: {
      notification: { event: { session: { visits?: number } } };
    }) => {
      notification.event.session.visits = 1;
    };
    expect(await heard(visits)).toEqual([
      'session/visits: unknown key "visits"; expected one of "values", or "extra" with keys to send as they are',
    ]);
  });

  it("stays behind on an action that came in, and on everything that is not answered with", async () => {
    const marks = ({ notification }: never) => {
      const { event } = notification as { event: { step: { actions: object[] } } };
      Object.assign(notification, { user: 1 });
      Object.assign(event.step.actions[0] as object, { seen: true });
      return { actions: event.step.actions };
    };
    expect(await heard(marks)).toEqual([]);
  });

  it("may be sent on purpose", async () => {
    const hats = card({ title: "Hats", extra: { price: 7 } });
    expect(
      await heard(() => stepReachedResponse({ actions: [sendCardsAction({ cards: [hats] })] })),
    ).toEqual([]);
  });
});

describe("an answer with hundreds of unknown actions behind its buttons", () => {
  const unknown = { type: "unknown", wire: { type: "teleport_action" } };
  const buttons = Array(3).fill({ type: "button", title: "Go", action: unknown });
  const cards = {
    type: "send_cards_action",
    cards: Array(10).fill({ type: "card", title: "t", buttons }),
  };

  it("is taken", async () => {
    expect(await heard(() => ({ actions: Array(10).fill(cards) }))).toEqual([]);
  });

  it("still has its limits checked", async () => {
    const actions = [...Array(10).fill(cards), { type: "send_text_action", alternatives: [] }];
    expect(await heard(() => ({ actions }))).toEqual([
      "actions/10/alternatives: at least 1 item, got 0",
    ]);
  });
});
