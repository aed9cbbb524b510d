import {
  HttpError,
  jumpToAction,
  openUrlAction,
  pauseBotAction,
  quickReply,
  sendCardsAction,
  sendQuickRepliesAction,
  setUserAttributeAction,
  shareAction,
  stepReachedResponse,
  stepTarget,
  storeSessionValueAction,
  Webhook,
  waitAction,
} from "@clustaar/webhook-core";
import { describe, expect, it, vi } from "vitest";
import { type ConversationError, conversation, type Turn } from "../index.ts";
import { A, B, C, handled, recordingBot, text } from "./bots.test-helpers.ts";

const KEY = { privateKey: "k" } as const;

describe("what the platform keeps", () => {
  it("the answer's session replaces the session; an answer without one keeps it", async () => {
    const webhook = handled(({ notification }) => {
      const { input } = notification.event;
      const words = input?.type === "message" ? input.text : "";
      if (words === "replace")
        return stepReachedResponse({ actions: [], session: { values: { b: 2 } } });
      if (words === "empty") return stepReachedResponse({ actions: [], session: { values: {} } });
      return stepReachedResponse({ actions: [] });
    });
    const chat = conversation(webhook, { ...KEY, session: { a: 1 } });
    await chat.say("keep");
    expect(chat.session.values).toEqual({ a: 1 });
    const turn = await chat.say("replace");
    expect(chat.session.values).toEqual({ b: 2 });
    expect(turn.changed).toEqual([
      { path: "session.values.a", before: 1, after: undefined },
      { path: "session.values.b", before: undefined, after: 2 },
    ]);
    await chat.say("empty");
    expect(chat.session.values).toEqual({});
  });

  it("actions run in order, on top of the answer's session", async () => {
    const store = (value: string, more = {}) =>
      storeSessionValueAction({ key: "n", value, ...more });
    const webhook = handled(() =>
      stepReachedResponse({
        actions: [store("1"), store("2", { add: true, isInt: true }), store("!", { add: true })],
        session: { values: { n: 0, kept: true } },
      }),
    );
    const chat = conversation(webhook, KEY);
    await chat.say("go");
    expect(chat.session.values).toEqual({ n: "3!", kept: true });
  });

  it("whole numbers are stored as numbers, and added to what is there", async () => {
    const webhook = handled(({ notification }) =>
      stepReachedResponse({
        actions: [storeSessionValueAction({ key: "visits", value: "1", add: true, isInt: true })],
        session: notification.event.session,
      }),
    );
    const chat = conversation(webhook, KEY);
    await chat.say("one");
    await chat.say("two");
    expect(chat.session.values).toEqual({ visits: 2 });
  });

  it("the visitor's attributes: those of the answer are saved, absent ones stay, the id is theirs", async () => {
    const webhook = handled(() =>
      stepReachedResponse({
        actions: [
          setUserAttributeAction({ key: "plan", value: "gold" }),
          setUserAttributeAction({ key: "email", value: "new@example.com" }),
        ],
        interlocutor: {
          id: "somebody else",
          remoteId: "42",
          location: null,
          email: null,
          firstName: "Ada",
          lastName: null,
          phoneNumber: null,
          customAttributes: { age: "25" },
        },
      }),
    );
    const chat = conversation(webhook, { ...KEY, interlocutor: { isLogged: true } });
    const { id } = chat.interlocutor;
    const turn = await chat.say("hi");
    expect(chat.interlocutor).toMatchObject({
      id,
      firstName: "Ada",
      email: "new@example.com",
      isLogged: true,
      customAttributes: { age: "25", plan: "gold" },
    });
    expect(turn.changed.map(({ path }) => path).sort()).toEqual([
      "interlocutor.customAttributes.age",
      "interlocutor.customAttributes.plan",
      "interlocutor.email",
      "interlocutor.firstName",
    ]);
  });

  it("a handler that returns nothing leaves the session as it changed it", async () => {
    const webhook = handled(({ notification }) => {
      notification.event.session.values.seen = true;
      return undefined;
    });
    const chat = conversation(webhook, KEY);
    await chat.say("hi");
    expect(chat.session.values).toEqual({ seen: true });
  });

  it("texts stay exactly as the bot sent them", async () => {
    const words = "Quelle taille\u00a0? <b>I <3 you</b> ① & co";
    const { webhook, options } = recordingBot({ [A]: [text(words)] });
    const chat = conversation(webhook, options);
    const turn = await chat.say("hi");
    expect(chat.texts).toEqual([words]);
    expect(turn.answer?.actions).toEqual([text(words)]);
  });

  it("texts are those of the last turn", async () => {
    const { webhook, options } = recordingBot({
      [A]: [text("one"), text("two")],
      [B]: [text("three")],
    });
    const chat = conversation(webhook, options);
    expect(chat.texts).toEqual([]);
    await chat.say("hi");
    expect(chat.texts).toEqual(["one", "two"]);
    await chat.reach(B);
    expect(chat.texts).toEqual(["three"]);
    expect(chat.turns.flatMap(({ texts }) => texts)).toEqual(["one", "two", "three"]);
  });

  it("one of the alternatives is said, by the number given", async () => {
    const hello = { type: "send_text_action" as const, alternatives: ["a", "b", "c"] };
    const { webhook, options } = recordingBot({ [A]: [hello] });
    for (const [random, said] of [
      [0, "a"],
      [0.5, "b"],
      [0.999, "c"],
      [1, "c"],
    ] as const) {
      const chat = conversation(webhook, { ...options, random: () => random });
      await chat.say("hi");
      expect(chat.texts).toEqual([said]);
    }
  });
});

describe("time", () => {
  it("waiting moves the conversation's clock, and nobody waits", async () => {
    const { webhook, options } = recordingBot({ [A]: [waitAction({ duration: 7 }), waitAction()] });
    const chat = conversation(webhook, { ...options, now: () => 1_000_000 });
    await chat.say("one");
    await chat.say("two");
    await chat.say("three");
    expect(chat.now).toBe(1_000_000 + 27_000);
    expect(chat.turns.map(({ at }) => at)).toEqual([1_000_000, 1_009_000, 1_018_000]);
    const stamps = chat.turns.map(({ request }) => JSON.parse(request?.body ?? "").timestamp);
    expect(stamps).toEqual([1000, 1009, 1018]);
    // The webhook has a clock of its own, 1970 is long ago, and still no request is too old.
    expect(chat.turns.map(({ problem }) => problem)).toEqual([undefined, undefined, undefined]);
  });
});

describe("a paused bot", () => {
  it("answers no message, runs what follows the pause, and can be woken", async () => {
    const { webhook, seen, options } = recordingBot({
      [A]: [
        pauseBotAction(),
        sendQuickRepliesAction({
          message: "A person takes over",
          buttons: [
            quickReply({
              title: "Go",
              action: { type: "go_to_action", target: stepTarget({ stepId: B }) },
            }),
            quickReply({ title: "Open", action: openUrlAction({ url: "https://a.example" }) }),
          ],
        }),
      ],
    });
    const chat = conversation(webhook, options);
    await chat.say("agent");
    expect(chat.paused).toBe(true);
    expect(chat.texts).toEqual(["A person takes over"]);
    for (const turn of [await chat.say("hello?"), await chat.click("Go")]) {
      expect(turn.note).toBe("the bot is paused: it does not answer");
      expect(turn.steps).toEqual([]);
    }
    expect((await chat.click("Open")).note).toBe("opens https://a.example");
    expect(seen).toHaveLength(1);
    await chat.reach(B);
    expect(seen).toHaveLength(2);
    expect(chat.paused).toBe(true);
    await chat.edit({ paused: false });
    await chat.say("hello again");
    expect(seen).toHaveLength(3);
  });
});

describe("steps that lead to steps", () => {
  const jump = (id: string) =>
    jumpToAction({ connections: [], defaultTarget: stepTarget({ stepId: id }) });

  it("a jump reaches its step, calls the webhook again and leaves the rest of the actions", async () => {
    const { webhook, seen, options } = recordingBot({
      [A]: [text("first"), jump(B), text("never")],
      [B]: [text("second")],
    });
    const chat = conversation(webhook, options);
    const turn = await chat.say("hi");
    expect(turn.texts).toEqual(["first", "second"]);
    expect(turn.steps.map(({ id }) => id)).toEqual([A, B]);
    expect(turn.exchanges).toHaveLength(2);
    expect(turn.changed).toEqual([{ path: "step", before: A, after: B }]);
    // The same message made it reach both.
    expect(seen.map(({ input }) => input)).toMatchObject([{ text: "hi" }, { text: "hi" }]);
  });

  it("steps without a webhook run their own actions", async () => {
    const { webhook, seen, options } = recordingBot({ [C]: [text("from the webhook")] });
    const chat = conversation(webhook, {
      ...options,
      bot: {
        steps: [
          {
            id: A,
            webhook: false,
            actions: [
              { type: "send_text_action", alternatives: ["configured"] },
              { type: "jump_to_action", connections: [], defaultTarget: { type: "step", id: C } },
            ],
          },
          { id: C, name: "Hooked", userData: '{"a":1}', actions: [{ type: "pause_bot_action" }] },
        ],
      },
    });
    const turn = await chat.say("hi");
    expect(turn.texts).toEqual(["configured", "from the webhook"]);
    expect(seen.map(({ step }) => step)).toEqual([
      { id: C, name: "Hooked", userData: '{"a":1}', actions: [pauseBotAction()] },
    ]);
  });

  it("20 jumps in one turn are played, one more is a clear error that names the steps", async () => {
    const chain = (jumps: number) =>
      handled(({ notification }) => {
        const { session } = notification.event;
        const count = Number(session.values.count ?? 0) + 1;
        session.values.count = count;
        const actions = count > jumps ? [] : [jump(count % 2 ? B : A)];
        return stepReachedResponse({ actions, session });
      });
    const fine = conversation(chain(20), KEY);
    expect((await fine.reach(A)).steps).toHaveLength(21);

    const bot = {
      steps: [
        { id: A, name: "Ping" },
        { id: B, name: "Pong" },
      ],
    };
    const round = conversation(chain(21), { ...KEY, bot });
    const error = await round.reach(A).catch((thrown: unknown) => thrown as ConversationError);
    expect(error).toMatchObject({ code: "too_many_hops" });
    expect((error as ConversationError).message).toMatch(
      /^more than 20 jumps in one turn: Ping -> Pong -> Ping .*one of these steps must stop jumping$/,
    );
    expect((error as ConversationError).exchanges).toHaveLength(21);
    // Nothing has happened.
    expect(round.turns).toEqual([]);
    expect(round.session.values).toEqual({});
  });

  it("a step that is not in the bot file is an error that names those that are", async () => {
    const { webhook, options } = recordingBot({ [A]: [jump(C)] });
    const chat = conversation(webhook, {
      ...options,
      bot: { steps: [{ id: A, name: "Start" }, { id: B }] },
    });
    await expect(chat.say("hi")).rejects.toMatchObject({
      code: "unknown_step",
      message: `the step ${C} is not in the bot file; its steps are Start (${A}), ${B} (${B})`,
      exchanges: [{ step: A }],
    });
    await expect(chat.reach("Nowhere")).rejects.toThrow(/the step Nowhere is not in the bot file/);
  });
});

describe("a refusal", () => {
  it("ends the turn, and is seen in it", async () => {
    const { webhook } = recordingBot({ [A]: [text("hi")] });
    const chat = conversation(webhook, { privateKey: "another" });
    const turn = await chat.say("hello");
    expect(turn.problem).toMatchObject({ status: 401, code: "signature_invalid" });
    expect(chat.problem).toBe(turn.problem);
    expect(turn.answer).toBeUndefined();
    expect(turn.exchanges[0]?.response.status).toBe(401);
    expect(chat.texts).toEqual([]);
  });

  it("of a later step ends it there, with what was done before", async () => {
    const webhook = handled(({ notification }) => {
      if (notification.event.step.id === B)
        throw new HttpError(409, "Sold out", { code: "sold_out" });
      return stepReachedResponse({
        actions: [
          text("wait"),
          jumpToAction({ connections: [], defaultTarget: stepTarget({ stepId: B }) }),
        ],
      });
    });
    const chat = conversation(webhook, KEY);
    const turn = await chat.say("buy");
    expect(turn.texts).toEqual(["wait"]);
    expect(turn.problem).toMatchObject({ status: 409, code: "sold_out", detail: "Sold out" });
    expect(chat.step.id).toBe(B);
  });

  it("leaves the buttons that were there", async () => {
    let open = true;
    const webhook = handled(() => {
      if (!open) throw new HttpError(503, "closed");
      return stepReachedResponse({
        actions: [
          sendQuickRepliesAction({
            message: "?",
            buttons: [quickReply({ title: "Share", action: shareAction() })],
          }),
        ],
      });
    });
    webhook.onError(() => {});
    const chat = conversation(webhook, KEY);
    await chat.say("hi");
    open = false;
    await chat.say("again");
    expect(chat.problem?.status).toBe(503);
    expect(chat.choices).toHaveLength(1);
  });

  it("says where an answer breaks a limit", async () => {
    const webhook = handled(() => stepReachedResponse({ actions: [text("x".repeat(1001))] }));
    webhook.onError(() => {});
    const turn = await conversation(webhook, KEY).say("hi");
    expect(turn.problem).toMatchObject({ status: 500, code: "response_invalid" });
  });
});

describe("what cannot be answered", () => {
  const offering = () => {
    const go = (id: string) => ({
      type: "go_to_action" as const,
      target: stepTarget({ stepId: id }),
    });
    const card = (title: string, id: string) => ({
      type: "card" as const,
      title,
      buttons: [{ type: "button" as const, title: "Buy", action: go(id) }],
    });
    const { webhook, options, seen } = recordingBot({
      [A]: [
        sendCardsAction({ cards: [card("Jacket", B), card("Shoes", C)] }),
        sendQuickRepliesAction({
          message: "?",
          buttons: [quickReply({ title: "No, thanks", action: shareAction() })],
        }),
      ],
    });
    return { chat: conversation(webhook, options), seen };
  };

  it("throws with the titles that can", async () => {
    const { chat } = offering();
    await expect(chat.click("See them")).rejects.toThrow(
      'no button "See them": nothing of the kind is offered now',
    );
    await chat.reach();
    await expect(chat.click("See them")).rejects.toMatchObject({
      code: "not_offered",
      message:
        'no button "See them": the buttons are "Buy" on "Jacket", "Buy" on "Shoes", "No, thanks"',
    });
    await expect(chat.choose("Size", "XL")).rejects.toThrow('no list "Size": nothing');
    await expect(chat.rate(5)).rejects.toThrow("no rating 5 (positive): nothing");
    await expect(chat.rate(7)).rejects.toThrow("expected a rating from 1 to 5, got 7");
    await expect(chat.locate({ lat: 1, long: 2 })).rejects.toThrow("no location is asked for now");
    expect(chat.turns).toHaveLength(1);
  });

  it("asks which of several buttons is meant, and takes the answer", async () => {
    const { chat, seen } = offering();
    await chat.reach();
    await expect(chat.click("Buy")).rejects.toMatchObject({
      code: "ambiguous",
      message:
        '2 buttons have the title "Buy" ("Buy" on "Jacket", "Buy" on "Shoes"); say which: click("Buy", { card: "Jacket" })',
    });
    await chat.click("Buy", { card: "Shoes" });
    expect(seen.at(-1)?.step.id).toBe(C);
    chat.rewind(1);
    await chat.click("Buy", { nth: 1 });
    expect(seen.at(-1)?.step.id).toBe(B);
    chat.rewind(1);
    await expect(chat.click("Buy", { nth: 3 })).rejects.toThrow(
      'no button "Buy" number 3: there are only 2',
    );
    await expect(chat.click("Buy", { card: "Hats" })).rejects.toThrow(
      'no button "Buy" on a card "Hats"',
    );
  });
});

describe("a listener", () => {
  it("gets each turn, breaks none, and can be taken off", async () => {
    const { webhook, options } = recordingBot();
    const chat = conversation(webhook, options);
    const heard: Turn[] = [];
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const off = chat.on("turn", (turn) => heard.push(turn));
    chat.on("turn", () => {
      throw new Error("broken listener");
    });
    const turn = await chat.say("one");
    off();
    await chat.say("two");
    expect(heard).toEqual([turn]);
    expect(error).toHaveBeenCalledTimes(2);
    error.mockRestore();
    expect(() => chat.on("turns" as never, () => {})).toThrow('expected the event "turn"');
  });
});

describe("turns asked for at once", () => {
  it("are played one after the other, and one that fails stops none", async () => {
    const { webhook, seen, options } = recordingBot();
    const chat = conversation(webhook, options);
    const asked = [chat.say("one"), chat.click("nothing"), chat.say("two")];
    const settled = await Promise.allSettled(asked);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(seen.map(({ input }) => input)).toMatchObject([{ text: "one" }, { text: "two" }]);
    expect(chat.turns.map(({ number }) => number)).toEqual([1, 2]);
  });
});

describe("an input that is none", () => {
  it.each([
    [null, "expected an input, got null"],
    [
      { type: "shout" },
      'expected the type say, click, choose, attach, rate, locate, reach, send, edit, got "shout"',
    ],
    [{ type: "toString" }, 'got "toString"'],
    [{}, "got undefined"],
    [{ type: "say" }, "say: text: expected a text, got undefined"],
    [{ type: "say", text: "hi", tone: "loud" }, 'say: unknown key "tone"; the keys are text'],
    [
      { type: "click", title: "x", nth: 0 },
      "click: nth: expected a whole number from 1 up, got a number",
    ],
    [{ type: "attach", attachments: [{}] }, "attach: attachments: expected a list of attachments"],
    [{ type: "locate", lat: 1, long: "2" }, "locate: long: expected a number, got a string"],
    [{ type: "edit", paused: 1 }, "edit: paused: expected true or false, got a number"],
    [
      { type: "edit", interlocutor: { userID: "1" } },
      'edit: interlocutor: unknown option "userID"',
    ],
  ])("%j is refused, and nothing happens", async (input, message) => {
    const chat = conversation(new Webhook());
    await expect(chat.play(input as never)).rejects.toThrow(message);
    expect(chat.turns).toEqual([]);
  });
});

describe("options", () => {
  it.each([
    [{ botFile: {} }, /unknown option "botFile"/],
    [{ privateKey: undefined }, /option "privateKey" is undefined/],
    [
      { privateKey: "" },
      /privateKey: expected a text that is not empty, or null, got an empty string/,
    ],
    [{ auth: { user: "x" } }, /auth: unknown option "user"/],
    [{ now: 5 }, /now: expected a function/],
    [{ timeout: 0 }, /timeout: expected a number of milliseconds/],
    [{ interlocutor: { userID: "1" } }, /interlocutor: unknown option "userID"/],
    [{ bot: { steps: [] } }, /steps: expected a list of at least one step/],
  ])("%j is refused", (options, message) => {
    expect(() => conversation(new Webhook(), options as never)).toThrow(message);
  });

  it("what is not a webhook is refused", () => {
    expect(() => conversation({} as never)).toThrow(/a Webhook, \{ url \} or a function/);
    expect(() => conversation(null as never)).toThrow(/a Webhook, \{ url \} or a function/);
  });

  it("basic credentials are sent, and kept out of what is kept", async () => {
    const webhook = new Webhook({ auth: { username: "bot", password: "s3cret" } }).on(
      "conversation.step_reached",
      () => {},
    );
    const chat = conversation(webhook, { auth: { username: "bot", password: "s3cret" } });
    const turn = await chat.say("hi");
    expect(turn.problem).toBeUndefined();
    expect(turn.request?.headers.authorization).toBe("Basic ***");
    expect(JSON.stringify(chat.state) + chat.transcript).not.toContain(
      Buffer.from("bot:s3cret").toString("base64"),
    );
  });

  it("a function sends as it likes", async () => {
    const { webhook, options } = recordingBot({ [A]: [text("hi")] });
    const urls: string[] = [];
    const chat = conversation((request) => {
      urls.push(request.method);
      return webhook.handle(request);
    }, options);
    await chat.say("hello");
    expect([chat.texts, urls]).toEqual([["hi"], ["POST"]]);
  });

  it("a webhook that never answers is given up", async () => {
    const chat = conversation(() => new Promise(() => {}), { timeout: 20 });
    await expect(chat.say("hi")).rejects.toMatchObject({
      code: "timed_out",
      message: expect.stringMatching(/^no answer from the webhook within 20 ms/),
    });
  });
});
