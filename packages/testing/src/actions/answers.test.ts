import { samples } from "@clustaar/sample-actions";
import {
  type Action,
  type ButtonAction,
  customerSatisfactionCallbackAction,
  goToAction,
  legacyReplyToMessageAction,
  openUrlAction,
  quickReply,
  sendQuickRepliesAction,
  shareAction,
  stepTarget,
  storyTarget,
} from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { A, B, recordingBot, text } from "../conversation/bots.test-helpers.ts";
import { conversation } from "../index.ts";

/** A conversation that has reached a step with these actions; the step they lead to answers "there". */
async function chatAt(...actions: Action[]) {
  const { webhook, seen, options } = recordingBot({ [A]: actions, [B]: [text("there")] });
  const chat = conversation(webhook, options);
  await chat.reach();
  return { chat, seen };
}

const goTo = { type: "go_to_action", target: { type: "step", stepId: B } };

describe("what a visitor can answer", () => {
  it("a card's button goes to its step, stores its values and says so to the webhook", async () => {
    const { chat, seen } = await chatAt(samples.send_cards_action);
    const turn = await chat.click("See them");
    expect(turn.texts).toEqual(["there"]);
    expect(chat.step.id).toBe(B);
    expect(seen[1]?.input).toMatchObject(goTo);
    expect(seen[1]?.session.values).toEqual({ from: "a button" });
    expect(chat.session.values).toEqual({ from: "a button" });
  });

  it("a quick reply does too", async () => {
    const { chat, seen } = await chatAt(samples.send_quick_replies_action);
    expect(chat.choices).toMatchObject([{ kind: "button", title: "Yes", card: null }]);
    await chat.click("Yes");
    expect(seen[1]).toMatchObject({ step: { id: B }, input: goTo });
  });

  it("a simple card's button opens its link, and the webhook is not called", async () => {
    const { chat, seen } = await chatAt(samples.send_simple_cards_action);
    const turn = await chat.click("Open");
    expect(turn.note).toBe("opens https://example.com");
    expect(turn.exchanges).toEqual([]);
    expect(seen).toHaveLength(1);
    // The card is still there.
    expect(chat.choices).toHaveLength(1);
  });

  it("a choice of a list stores its values and goes where the list leads", async () => {
    const { chat, seen } = await chatAt(samples.send_choices_list_action);
    for (const list of ["Size", "Which size?", "Large"]) {
      chat.rewind(1);
      const turn = await chat.choose(list, "XL");
      expect(turn.texts).toEqual(["there"]);
      expect(chat.session.values).toEqual({ from: "a button", size: "XL" });
      expect(seen.at(-1)).toMatchObject({ input: goTo, session: { values: { size: "XL" } } });
    }
  });

  it.each([
    ["choice", "", "Red", { color: "red" }],
    ["section", "Colours", "Blue", { color: "blue" }],
  ] as const)(
    "a %s by itself stores its values, and leads nowhere",
    async (type, list, title, values) => {
      const { chat, seen } = await chatAt(samples[type]);
      // A choice without a section has no list to be called by: it is called by its title alone.
      await chat.choose(list || title, title);
      expect(chat.session.values).toEqual(values);
      expect(seen).toHaveLength(1);
    },
  );

  it("a location is kept, and its step is reached", async () => {
    const { chat, seen } = await chatAt(samples.ask_location_action);
    await chat.locate({ lat: 45.76, long: 4.84 });
    expect(chat.interlocutor.location).toEqual({ lat: 45.76, long: 4.84 });
    expect(seen[1]).toMatchObject({
      step: { id: B },
      interlocutor: { location: { lat: 45.76, long: 4.84 } },
      input: goTo,
    });
  });

  it.each([5, 4, "positive", "Good"])(
    "a rating of %j goes to its choice's step",
    async (rating) => {
      const { chat, seen } = await chatAt(samples.customer_satisfaction_action);
      const turn = await chat.rate(rating);
      expect(turn.note).toBe("rates positive");
      expect(seen[1]).toMatchObject({ step: { id: B }, input: goTo });
    },
  );

  it.each([1, 2, "negative", "Bad"])(
    "a rating of %j leads nowhere without a target",
    async (rating) => {
      const { chat, seen } = await chatAt(samples.customer_satisfaction_action);
      expect((await chat.rate(rating)).note).toBe("rates negative");
      expect(seen).toHaveLength(1);
    },
  );

  it("documents are handed in one after the other, with the message that carries them", async () => {
    const { chat, seen } = await chatAt(samples.ask_document_action);
    await chat.attach({ type: "image", url: "https://example.com/id.png" });
    await chat.attach({ type: "file", url: "https://example.com/bill.pdf" });
    expect(chat.situation.documents).toEqual({
      id_card: "https://example.com/id.png",
      bill: "https://example.com/bill.pdf",
    });
    expect(seen[1]?.input).toEqual({
      type: "message",
      text: "",
      attachments: [{ type: "image", url: "https://example.com/id.png" }],
    });
  });

  it("both documents may come at once", async () => {
    const { chat } = await chatAt(samples.ask_document_action);
    await chat.attach(
      { type: "image", url: "https://a.example" },
      { type: "image", url: "https://b.example" },
    );
    expect(chat.situation.documents).toEqual({
      id_card: "https://a.example",
      bill: "https://b.example",
    });
  });
});

describe("every kind of button action", () => {
  async function press(action: ButtonAction) {
    const button = quickReply({ title: "Press", action });
    const { chat, seen } = await chatAt(
      sendQuickRepliesAction({ message: "?", buttons: [button] }),
    );
    const turn = await chat.click("Press");
    return { turn, seen: seen.slice(1) };
  }

  it("go_to_action reaches its step", async () => {
    const { seen } = await press(goToAction({ target: stepTarget({ stepId: B }) }));
    expect(seen).toMatchObject([{ step: { id: B }, input: goTo }]);
  });

  it("go_to_action without a known story says how to name its first step", async () => {
    await expect(press(goToAction({ target: storyTarget({ storyId: B }) }))).rejects.toThrow(
      /no first step is known for the story .*"stories": \[\{ "id": "507f191e810c19729de860eb"/,
    );
  });

  it("legacy_reply_to_message_action is typed by the visitor", async () => {
    const { seen } = await press(legacyReplyToMessageAction({ message: "Yes please" }));
    expect(seen).toMatchObject([
      { step: { id: A }, input: { type: "message", text: "Yes please", attachments: [] } },
    ]);
  });

  it("open_url_action opens its link", async () => {
    const { turn, seen } = await press(openUrlAction({ url: "https://example.com" }));
    expect([turn.note, seen]).toEqual(["opens https://example.com", []]);
  });

  it("share_action shares", async () => {
    const { turn, seen } = await press(shareAction());
    expect([turn.note, seen]).toEqual(["shares the conversation", []]);
  });

  it("customer_satisfaction_callback_action rates, and can be rated by", async () => {
    const action = customerSatisfactionCallbackAction({
      kind: "neutral",
      target: stepTarget({ stepId: B }),
    });
    const { turn, seen } = await press(action);
    expect(turn.note).toBe("rates neutral");
    expect(seen).toMatchObject([{ step: { id: B }, input: goTo }]);
    const button = quickReply({ title: "So so", action });
    const { chat } = await chatAt(sendQuickRepliesAction({ message: "?", buttons: [button] }));
    expect((await chat.rate(3)).note).toBe("rates neutral");
  });

  it("an unknown one is noted as JSON", async () => {
    const { turn, seen } = await press({ type: "unknown", wire: { type: "teleport", to: "Lyon" } });
    expect(turn.note).toBe(
      'presses a button whose action is not known: {"type":"teleport","to":"Lyon"}',
    );
    expect(seen).toEqual([]);
  });
});
