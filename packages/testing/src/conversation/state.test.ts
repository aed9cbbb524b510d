import { stepReachedResponse } from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { type ConversationState, conversation } from "../index.ts";
import { A, B, handled, text } from "./bots.test-helpers.ts";

const KEY = { privateKey: "k" } as const;

/** Counts in the session, and says the number. */
const counter = () =>
  handled(({ notification }) => {
    const { session } = notification.event;
    const count = Number(session.values.count ?? 0) + 1;
    return stepReachedResponse({
      actions: [text(`number ${count}`)],
      session: { values: { ...session.values, count } },
    });
  });

describe("rewind", () => {
  it("takes the conversation back to any turn, and it is played on from there", async () => {
    const chat = conversation(counter(), KEY);
    await chat.say("one");
    await chat.reach(B);
    await chat.say("three");
    expect(chat.session.values).toEqual({ count: 3 });
    const three = chat.situation;

    expect(chat.rewind(1)).toBe(chat);
    expect([chat.session.values, chat.step.id, chat.texts]).toEqual([
      { count: 1 },
      A,
      ["number 1"],
    ]);
    const other = await chat.say("two, otherwise");
    expect([other.number, other.texts]).toEqual([2, ["number 2"]]);
    expect(chat.turns.map(({ input }) => input)).toMatchObject([
      { text: "one" },
      { text: "two, otherwise" },
    ]);

    chat.rewind(0);
    expect([chat.session.values, chat.turns, chat.texts]).toEqual([{}, [], []]);
    // What was, is as it was.
    expect(three.session.values).toEqual({ count: 3 });
  });

  it("refuses a turn that there is not, and to go back while a turn is under way", async () => {
    const chat = conversation(counter(), KEY);
    await chat.say("one");
    for (const turn of [2, -1, 0.5, Number.NaN]) {
      expect(() => chat.rewind(turn)).toThrow(
        `expected the number of a turn from 0 to 1, got ${turn}`,
      );
    }
    const turn = chat.say("two");
    expect(() => chat.rewind(0)).toThrow("a turn is under way");
    await turn;
    await chat.click("nothing").catch(() => {});
    expect(chat.rewind(0).turns).toEqual([]);
  });
});

describe("a state", () => {
  it("is plain JSON, and survives a restart of the process", async () => {
    const first = conversation(counter(), { ...KEY, now: () => 1_000_000 });
    await first.say("one");
    await first.reach(B);
    const kept = JSON.stringify(first.state);
    expect(JSON.parse(kept)).toEqual(first.state);
    expect(kept).not.toContain('"k"');

    const second = conversation(counter(), {
      ...KEY,
      resume: JSON.parse(kept) as ConversationState,
    });
    expect(second.turns).toEqual(first.turns);
    expect(second.turns[0]?.texts).toEqual(["number 1"]);
    expect([second.step.id, second.session.values]).toEqual([B, { count: 2 }]);
    expect((await second.say("three")).texts).toEqual(["number 3"]);
    expect(second.rewind(1).session.values).toEqual({ count: 1 });
    // Two conversations from one state go their own ways.
    expect(first.turns).toHaveLength(2);
  });

  it("cannot be changed from outside", async () => {
    const chat = conversation(counter(), { ...KEY, session: { list: [1] } });
    const turn = await chat.say("one");
    expect(() => {
      // @ts-expect-error
      chat.session.values.count = 7;
    }).toThrow(TypeError);
    expect(() => (turn.steps as unknown[]).push(1)).toThrow(TypeError);
    expect(() => (chat.turns as unknown[]).pop()).toThrow(TypeError);
    expect(() => (chat.session.values.list as unknown[]).push(2)).toThrow(TypeError);
  });

  it("does not freeze what a caller gave", async () => {
    const session = { list: [1] };
    const chat = conversation(counter(), { ...KEY, session });
    const edit = { session: { a: { b: 1 } } };
    await chat.edit(edit);
    session.list.push(2);
    edit.session.a.b = 2;
    expect(chat.session.values).toEqual({ a: { b: 1 } });
  });

  it.each([
    [null, /expected an object/],
    [{ version: 2 }, /expected version 1, got 2/],
    [{ version: 1, turns: [] }, /start is not a situation/],
    [{ version: 1, start: {}, turns: [] }, /start is not a situation/],
  ])("%j cannot be resumed", (resume, message) => {
    expect(() => conversation(counter(), { resume: resume as never })).toThrow(message);
  });

  it("whose turns are not in order cannot be resumed", async () => {
    const chat = conversation(counter(), KEY);
    await chat.say("one");
    await chat.say("two");
    const { state } = chat;
    const broken = { ...state, turns: state.turns.slice(1) };
    expect(() => conversation(counter(), { resume: broken })).toThrow("turns.0 is not turn 1");
    expect(() => conversation(counter(), { resume: { ...state, turns: {} as never } })).toThrow(
      "turns: expected a list",
    );
  });

  it("brings its own session", () => {
    const { state } = conversation(counter(), KEY);
    expect(() => conversation(counter(), { resume: state, session: {} })).toThrow(/leave them out/);
  });
});

describe("an edit", () => {
  it("changes what the platform keeps, calls nobody, and is a turn like others", async () => {
    const chat = conversation(counter(), KEY);
    const turn = await chat.edit({
      session: { count: 41 },
      interlocutor: { firstName: "Ada" },
      channel: "facebook",
      paused: false,
    });
    expect(turn.exchanges).toEqual([]);
    expect(turn.changed.map(({ path }) => path)).toEqual([
      "session.values.count",
      "interlocutor.firstName",
      "channel",
    ]);
    const next = await chat.say("hi");
    expect(next.texts).toEqual(["number 42"]);
    expect(JSON.parse(next.request?.body ?? "").data).toMatchObject({
      channel: "facebook",
      interlocutor: { firstName: "Ada" },
    });
    expect(chat.rewind(0).channel).toBe("customer_chat");
  });
});

describe("a long conversation", () => {
  it("of 1,000 turns keeps each turn once, and can be rewound anywhere", async () => {
    const chat = conversation(counter(), KEY);
    const first = await chat.say("first");
    for (let count = 1; count < 1000; count += 1) await chat.say("next");
    expect(chat.texts).toEqual(["number 1000"]);
    // A turn that copied the turns before it would cost more and more.
    expect(chat.turns[0]).toBe(first);
    expect(chat.state.turns[0]).toBe(first);
    expect(chat.rewind(500).texts).toEqual(["number 500"]);
  });
});
