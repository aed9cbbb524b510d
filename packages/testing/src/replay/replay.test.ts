import { readFile } from "node:fs/promises";
import { nodeAdapter } from "@clustaar/adapter-node";
import {
  HttpError,
  quickReply,
  sendQuickRepliesAction,
  stepReachedResponse,
  stepTarget,
  type Webhook,
  waitAction,
} from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { A, B, handled, text } from "../conversation/bots.test-helpers.ts";
import { serve } from "../exchange/servers.test-helpers.ts";
import {
  type BotFile,
  conversation,
  defineBot,
  formatDifferences,
  parseTranscript,
  replay,
} from "../index.ts";

const KEY = { privateKey: "k" } as const;
/** A day in the past: whatever is signed with it is too old by today's clock. */
const THEN = Date.UTC(2026, 0, 2, 3, 4, 5);

let requests = 0;

/** A shop: its first step offers jackets, its second says how many were seen. */
function shop({ title = "See them", word = "jackets", status = 200, wait = 2 } = {}): Webhook {
  const webhook = handled(({ notification, response }) => {
    const { session, step } = notification.event;
    requests += 1;
    session.values.requestId = `r${requests}`;
    session.values.at = notification.timestamp;
    response.status = status;
    if (status >= 400) throw new HttpError(status, "closed");
    if (step.id === B)
      return stepReachedResponse({
        actions: [text(`Two ${word}`), waitAction({ duration: wait })],
        session,
      });
    const action = { type: "go_to_action" as const, target: stepTarget({ stepId: B }) };
    const buttons = [quickReply({ title, action })];
    return stepReachedResponse({
      actions: [sendQuickRepliesAction({ message: "Jackets?", buttons })],
      session,
    });
  });
  return webhook.onError(() => {});
}

const ignore = ["session.values.requestId"];

async function recorded(webhook = shop(), bot?: BotFile): Promise<string> {
  const chat = conversation(webhook, { ...KEY, ...(bot ? { bot } : {}), now: () => THEN });
  await chat.say("hello");
  await chat.click("See them");
  await chat.say("more");
  return chat.transcript;
}

describe("a transcript", () => {
  it("is JSON Lines: a header, and a line for each turn", async () => {
    const lines = (await recorded())
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatchObject({
      format: "clustaar-conversation",
      version: 1,
      step: A,
      channel: "customer_chat",
      session: { values: {} },
    });
    expect(lines[1]).toEqual({
      turn: 1,
      at: "2026-01-02T03:04:05.000Z",
      input: { type: "say", text: "hello" },
      steps: [A],
      status: 200,
      actions: [
        {
          type: "send_quick_replies_action",
          message: "Jackets?",
          buttons: [
            {
              type: "quick_reply",
              title: "See them",
              action: { type: "go_to_action", target: { type: "step", id: B } },
            },
          ],
        },
      ],
      session: { values: { requestId: expect.any(String), at: THEN / 1000 } },
    });
    // The clock has moved by the bot's waiting.
    expect(lines[3]).toMatchObject({ at: "2026-01-02T03:04:07.000Z", steps: [B] });
  });

  it("can be read again", async () => {
    const transcript = await recorded();
    const { header, turns } = parseTranscript(`\uFEFF${transcript.replaceAll("\n", "\r\n\n")}`);
    expect(header.version).toBe(1);
    expect(turns.map(({ input }) => input.type)).toEqual(["say", "click", "say"]);
  });

  it.each([
    ["", "line 1: the transcript is empty"],
    ["hello", "line 1: Unexpected token"],
    ['{"a":1}', 'line 1: expected { "format": "clustaar-conversation", ... }, got {"a":1}'],
    ['{"format":"clustaar-conversation","version":2}', "line 1: expected version 1, got 2"],
    ['{"format":"clustaar-conversation","version":1}', "line 1: expected step, channel"],
  ])("%j cannot be read", (transcript, message) => {
    expect(() => parseTranscript(transcript)).toThrow(message);
  });

  it.each([
    [{ turn: 2 }, 'line 2: expected { "turn": 1, ... }'],
    [{ turn: 1, at: "yesterday" }, "line 2: at: expected a time in ISO 8601"],
    [
      { turn: 1, at: "2026-01-02T03:04:05.000Z", input: "hi" },
      "line 2: the input cannot be played: expected an input, got a string",
    ],
    [
      { turn: 1, at: "2026-01-02T03:04:05.000Z", input: { type: "say" } },
      "line 2: the input cannot be played: say: text: expected a text, got undefined",
    ],
    [
      { turn: 1, at: "2026-01-02T03:04:05.000Z", input: { type: "say", text: "hi" } },
      "line 2: expected steps",
    ],
  ])("%j is not a turn", async (turn, message) => {
    const [header] = (await recorded()).split("\n");
    expect(() => parseTranscript(`${header}\n${JSON.stringify(turn)}`)).toThrow(message);
  });

  it("holds neither key nor credentials nor signature", async () => {
    const chat = conversation(shop(), {
      privateKey: "k",
      auth: { username: "me", password: "pa55" },
    });
    await chat.say("hi");
    expect(chat.transcript).not.toMatch(/authorization|Basic|signature|pa55/i);
  });
});

describe("replay", () => {
  it("signs again with the recorded time, and finds nothing where nothing changed", async () => {
    expect(await replay(shop(), await recorded(), { ...KEY, ignore })).toEqual([]);
  });

  it("finds the volatile value that was not named", async () => {
    const different = await replay(shop(), await recorded(), KEY);
    expect(different.map(({ turn }) => turn)).toEqual([1, 2, 3]);
    expect(different[0]?.differences).toMatchObject([{ path: "session.values.requestId" }]);
  });

  it("gives the differences turn by turn", async () => {
    const transcript = await recorded();
    const different = await replay(shop({ word: "coats" }), transcript, { ...KEY, ignore });
    expect(different).toEqual([
      {
        turn: 2,
        input: { type: "click", title: "See them" },
        differences: [
          { path: "actions.0.alternatives.0", expected: "Two jackets", actual: "Two coats" },
        ],
      },
      {
        turn: 3,
        input: { type: "say", text: "more" },
        differences: [
          { path: "actions.0.alternatives.0", expected: "Two jackets", actual: "Two coats" },
        ],
      },
    ]);
    expect(formatDifferences(different.slice(0, 1))).toBe(
      [
        'turn 2, click "See them"',
        "  actions.0.alternatives.0",
        '    - "Two jackets"',
        '    + "Two coats"',
      ].join("\n"),
    );
    const without = ["session.values.requestId", "actions.*.alternatives"];
    expect(await replay(shop({ word: "coats" }), transcript, { ...KEY, ignore: without })).toEqual(
      [],
    );
  });

  it("takes a refusal for a difference of status, problem and actions", async () => {
    const [first] = await replay(shop({ status: 503 }), await recorded(), { ...KEY, ignore });
    expect(first?.differences.map(({ path }) => path)).toEqual([
      "status",
      "problem",
      "actions.0",
      "session.values.at",
    ]);
    expect(first?.differences[0]).toEqual({ path: "status", expected: 200, actual: 503 });
    const [wrongKey] = await replay(shop(), await recorded(), { privateKey: "another", ignore });
    expect(wrongKey?.differences[1]?.actual).toEqual({ code: "signature_invalid" });
  });

  it("ends where a turn can no longer be played, and says why", async () => {
    const different = await replay(shop({ title: "Look" }), await recorded(), { ...KEY, ignore });
    expect(different.map(({ turn }) => turn)).toEqual([1, 2]);
    expect(different[1]?.differences).toEqual([
      {
        path: "input",
        expected: "can be played",
        actual: 'no button "See them": the buttons are "Look"',
      },
    ]);
  });

  it("keeps the recorded time where the bot waits longer than it did", async () => {
    expect(
      await replay(shop({ wait: 7 }), await recorded(), {
        ...KEY,
        ignore: [...ignore, "actions.1.duration"],
      }),
    ).toEqual([]);
  });

  it("plays with the bot that was recorded, or with another", async () => {
    const bot = defineBot({
      steps: [{ id: A }, { id: B, name: "Sizes", webhook: false, actions: [text("configured")] }],
      texts: [{ when: /more/, step: A }],
    });
    const transcript = await recorded(shop(), bot);
    expect(parseTranscript(transcript).turns.map(({ steps }) => steps)).toEqual([[A], [B], [A]]);
    expect(parseTranscript(transcript).turns[1]).toMatchObject({
      actions: [{ type: "send_text_action", alternatives: ["configured"] }],
    });
    expect(await replay(shop(), transcript, { ...KEY, ignore })).toEqual([]);
    const other = { steps: [{ id: A }, { id: B, webhook: false }] };
    const different = await replay(shop(), transcript, { ...KEY, ignore, bot: other });
    expect(different.map(({ turn, differences }) => [turn, differences[0]?.path])).toEqual([
      [2, "actions.0"],
      [3, "status"],
    ]);
  });

  it("takes null and absent for one, as a port from Python needs it", async () => {
    const nulls = (await recorded()).replaceAll('"target":{', '"sessionValues":null,"target":{');
    expect(nulls).toContain("null");
    expect(await replay(shop(), nulls, { ...KEY, ignore })).toEqual([]);
  });

  it("plays against a server, which has its own clock", async () => {
    const url = await serve(nodeAdapter(shop()));
    expect(await replay({ url }, await recorded(), { ...KEY, ignore })).toEqual([]);
  });

  it("starts with the session, the visitor and the channel of the transcript", async () => {
    const greet = () =>
      handled(({ notification }) => {
        const { interlocutor, session, channel } = notification.event;
        const words = `${interlocutor.firstName} ${session.values.n} ${channel} ${interlocutor.customAttributes?.age}`;
        return stepReachedResponse({ actions: [text(words)] });
      });
    const chat = conversation(greet(), {
      ...KEY,
      session: { n: 5 },
      channel: "facebook",
      interlocutor: { firstName: "<Ada>\u00a0", customAttributes: { age: "25" } },
    });
    await chat.say("hi");
    await chat.edit({ interlocutor: { firstName: "Bo" } });
    await chat.say("hi");
    expect(chat.texts).toEqual(["Bo 5 facebook 25"]);
    expect(await replay(greet(), chat.transcript, KEY)).toEqual([]);
  });

  it("plays every kind of input", async () => {
    const bot = () =>
      handled(({ notification }) =>
        stepReachedResponse({ actions: [text(`${notification.event.input?.type}`)] }),
      );
    const chat = conversation(bot(), KEY);
    await chat.attach({ type: "image", url: "https://a.example" });
    await chat.reach(B);
    await chat.send({ type: "custom_event", name: "x" });
    await chat.send({ type: "go_to_action", target: stepTarget({ stepId: A }) });
    await chat.send({ type: "unknown", wire: { type: "wave" } });
    expect(await replay(bot(), chat.transcript, KEY)).toEqual([]);
  });

  it("throws where nothing can be compared", async () => {
    await expect(replay(shop(), "{}")).rejects.toMatchObject({ code: "transcript_invalid" });
    await expect(replay(shop(), await recorded(), { ignored: [] } as never)).rejects.toThrow(
      'replay: unknown option "ignored"',
    );
    const broken = () => {
      throw new Error("no connection");
    };
    await expect(replay(broken as never, await recorded())).rejects.toThrow("no connection");
  });

  it("agrees with a transcript that an earlier version wrote", async () => {
    const transcript = await readFile(new URL("./version-1.jsonl", import.meta.url), "utf8");
    expect(await replay(shop(), transcript, { ...KEY, ignore })).toEqual([]);
  });
});
