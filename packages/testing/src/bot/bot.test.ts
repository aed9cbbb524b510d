import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { samples } from "@clustaar/sample-actions";
import {
  goToAction,
  quickReply,
  sendQuickRepliesAction,
  stepTarget,
  storyTarget,
} from "@clustaar/webhook-core";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { A, B, recordingBot, text } from "../conversation/bots.test-helpers.ts";
import {
  type BotFile,
  botSchema,
  ConversationError,
  conversation,
  defineBot,
  parseBot,
  readBotFile,
} from "../index.ts";

const step = { id: A };

function issuesOf(json: unknown): Record<string, string> {
  try {
    parseBot(json);
    return {};
  } catch (error) {
    if (!(error instanceof ConversationError)) throw error;
    expect(error.code).toBe("bot_invalid");
    return Object.fromEntries(error.issues.map(({ path, message }) => [path, message]));
  }
}

/** Bot files that are not: the path, and what is said there. The last column: whether JSON Schema cannot say it. */
const wrong: [unknown, string, string, unsayable?: true][] = [
  [null, "", "expected an object, got null"],
  [[], "", "expected an object, got a list"],
  [{}, "steps", "expected a list of at least one step, got nothing"],
  [{ steps: [] }, "steps", "expected a list of at least one step, got a list"],
  [{ steps: {} }, "steps", "expected a list of at least one step, got an object"],
  [{ steps: ["x"] }, "steps.0", 'expected an object, got "x"'],
  [{ steps: [{}] }, "steps.0.id", "expected a text that is not empty, got nothing"],
  [{ steps: [{ id: 7 }] }, "steps.0.id", "expected a text that is not empty, got a number"],
  [{ steps: [{ id: "" }] }, "steps.0.id", "expected a text that is not empty, got an empty string"],
  [{ steps: [step, step] }, "steps.1.id", `two steps have the id "${A}"`, true],
  [
    { steps: [{ ...step, name: 1 }] },
    "steps.0.name",
    "expected a text that is not empty, got a number",
  ],
  [{ steps: [{ ...step, userData: {} }] }, "steps.0.userData", "expected a text, got an object"],
  [
    { steps: [{ ...step, webhook: "yes" }] },
    "steps.0.webhook",
    'expected true or false, got "yes"',
  ],
  [
    { steps: [{ ...step, action: [] }] },
    "steps.0.action",
    "unknown key; the keys are id, name, userData, actions, webhook",
  ],
  [{ steps: [{ ...step, actions: {} }] }, "steps.0.actions", "expected a list, got an object"],
  [
    { steps: [{ ...step, actions: [{ type: "send_text_action", alternatives: [] }] }] },
    "steps.0.actions.0.alternatives",
    "at least 1 item, got 0",
  ],
  [
    { steps: [{ ...step, actions: [{ type: "wait_action", duration: 60 }] }] },
    "steps.0.actions.0.duration",
    "at most 7, got 60",
  ],
  [{ start: 5, steps: [step] }, "start", `expected the id of a step (${A}), got a number`],
  [{ start: "x", steps: [step] }, "start", `expected the id of a step (${A}), got "x"`, true],
  [{ steps: [step], texts: {} }, "texts", "expected a list, got an object"],
  [
    { steps: [step], texts: [{ step: A }] },
    "texts.0.when",
    "expected a text, a list of texts or { regexp }, got nothing",
  ],
  [
    { steps: [step], texts: [{ when: "", step: A }] },
    "texts.0.when",
    "expected a text, a list of texts or { regexp }, got an empty string",
  ],
  [
    { steps: [step], texts: [{ when: [], step: A }] },
    "texts.0.when",
    "expected a text, a list of texts or { regexp }, got a list",
  ],
  [
    { steps: [step], texts: [{ when: ["a", 1], step: A }] },
    "texts.0.when",
    "expected a text, a list of texts or { regexp }, got a list",
  ],
  [
    { steps: [step], texts: [{ when: {}, step: A }] },
    "texts.0.when.regexp",
    "expected a text that is not empty, got nothing",
  ],
  [
    { steps: [step], texts: [{ when: { regex: "a" }, step: A }] },
    "texts.0.when.regex",
    "unknown key; the keys are regexp, flags",
  ],
  [
    { steps: [step], texts: [{ when: { regexp: "a", flags: 1 }, step: A }] },
    "texts.0.when.flags",
    "expected flags of a regular expression, got a number",
  ],
  [
    { steps: [step], texts: [{ when: { regexp: "a", flags: "x" }, step: A }] },
    "texts.0.when.regexp",
    "Invalid flags supplied to RegExp constructor 'x'",
  ],
  [
    { steps: [step], texts: [{ when: { regexp: "(" }, step: A }] },
    "texts.0.when.regexp",
    "Invalid regular expression: /(/i: Unterminated group",
    true,
  ],
  [
    { steps: [step], texts: [{ when: "a", step: "b" }] },
    "texts.0.step",
    `expected the id of a step (${A}), got "b"`,
    true,
  ],
  [
    { steps: [step], texts: [{ when: "a" }] },
    "texts.0.step",
    `expected the id of a step (${A}), got nothing`,
  ],
  [
    { steps: [step], events: [{ when: { regexp: "a" }, step: A }] },
    "events.0.when",
    "expected a text or a list of texts, got an object",
  ],
  [
    { steps: [step], intents: [{ when: "a" }] },
    "intents.0.id",
    "expected a text that is not empty, got nothing",
  ],
  [
    { steps: [step], stories: [{ id: B }] },
    "stories.0.step",
    `expected the id of a step (${A}), got nothing`,
  ],
  [{ steps: [step], team: "away" }, "team", 'expected "online" or "offline", got "away"'],
  [
    { steps: [step], start_step: A },
    "start_step",
    "unknown key; the keys are $schema, id, start, steps, texts, events, intents, stories, team",
  ],
];

const right: BotFile[] = [
  { steps: [step] },
  {
    $schema: "./node_modules/@clustaar/testing/bot.schema.json",
    id: "507f1f77bcf86cd799439011",
    start: B,
    steps: [
      {
        ...step,
        name: "Hello",
        userData: "",
        webhook: false,
        actions: [{ type: "pause_bot_action" }],
      },
      { id: B, actions: [] },
    ],
    texts: [
      { when: "hello", step: A },
      { when: ["hi", "hey"], step: A },
      { when: { regexp: "^order (\\d+)$", flags: "" }, step: B },
    ],
    events: [
      { when: "cart.left", step: A },
      { when: ["a", "b"], step: B },
    ],
    intents: [{ id: "greeting", when: { regexp: "^h" } }],
    stories: [{ id: "5b292a5f24acbe20be174a1f", step: B }],
    team: "online",
  },
];

describe("a bot file", () => {
  it.each(wrong)("%j is refused", (json, path, message) => {
    expect(issuesOf(json)[path]).toBe(message);
  });

  it.each(right)("%j is accepted", (json) => {
    expect(parseBot(json)).toBe(json);
  });

  it("names every mistake, and at most 20 of them in the message", () => {
    const json = {
      steps: Array.from({ length: 25 }, (_, index) => ({ id: `${index}`, extra: 1 })),
    };
    expect(Object.keys(issuesOf(json))).toHaveLength(25);
    expect(() => parseBot(json, "bot.json")).toThrow(
      /^bot\.json is not valid:\n {2}steps\.0\.extra: [\s\S]*and 5 more$/,
    );
  });

  it("reaches the first step of a story", async () => {
    const story = "5b292a5f24acbe20be174a1f";
    const button = quickReply({
      title: "Go",
      action: goToAction({ target: storyTarget({ storyId: story }) }),
    });
    const { webhook, options } = recordingBot({
      [A]: [sendQuickRepliesAction({ message: "?", buttons: [button] })],
    });
    const bot = { steps: [step, { id: B }], stories: [{ id: story, step: B }] };
    const chat = conversation(webhook, { ...options, bot });
    await chat.reach();
    await chat.click("Go");
    expect(chat.step).toEqual({ id: B, name: B, userData: "{}", webhook: true, actions: [] });
  });

  it("starts where it says", async () => {
    const { webhook, seen, options } = recordingBot();
    const bot = { id: "b0t", start: B, steps: [step, { id: B }] };
    const chat = conversation(webhook, { ...options, bot });
    expect(chat.step.id).toBe(B);
    const turn = await chat.say("hi");
    expect(seen[0]?.step.id).toBe(B);
    expect(JSON.parse(turn.request?.body ?? "").botID).toBe("b0t");
  });

  it("an expression that goes wild on a typed text hung the conversation", async () => {
    const { webhook, options } = recordingBot();
    const bot = { steps: [step], texts: [{ when: { regexp: "^(a|a)*$" }, step: A }] };
    const chat = conversation(webhook, { ...options, bot });
    await expect(chat.say(`${"a".repeat(60)}!`)).rejects.toMatchObject({ code: "regexp_too_slow" });
    expect((await chat.say("b")).problem).toBeUndefined();
  });
});

describe("the JSON Schema of bot files", () => {
  const check = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    formats: { regex: true },
  }).compile(botSchema());

  it("is what bot.schema.json holds (write it with -u)", async () => {
    await expect(`${JSON.stringify(botSchema(), null, 2)}\n`).toMatchFileSnapshot(
      "../../bot.schema.json",
    );
  });

  it.each(right)("accepts %j too", (json) => {
    expect(check(json), JSON.stringify(check.errors)).toBe(true);
  });

  it.each(wrong.filter(([, , , unsayable]) => !unsayable))("refuses %j too", (json) => {
    expect(check(json)).toBe(false);
  });

  it("agrees with the reader on files that nobody thought of", () => {
    const id = fc.constantFrom(A, B);
    const junk = fc.oneof(fc.constantFrom(null, "", 7, true), fc.constant([]), fc.constant({}));
    const often = <T>(good: fc.Arbitrary<T>) =>
      fc.oneof({ weight: 40, arbitrary: good }, { weight: 1, arbitrary: junk });
    const when = often(
      fc.oneof(
        fc.constantFrom("a", "b"),
        fc.constant(["a"]),
        fc.record(
          { regexp: often(fc.constant("a+")), flags: often(fc.constantFrom("i", "")) },
          { requiredKeys: [] },
        ),
      ),
    );
    const action = often(
      fc.constantFrom(
        { type: "pause_bot_action" },
        { type: "wait_action", duration: 1 },
        { type: "wait_action", duration: 99 },
        { type: "no_action" },
      ),
    );
    const second = fc.record(
      {
        id: fc.constant(B),
        name: often(fc.constant("B")),
        actions: often(fc.array(action, { maxLength: 2 })),
        webhook: often(fc.boolean()),
        userData: often(fc.constant("{}")),
        oops: fc.constant(1),
      },
      { requiredKeys: ["id"] },
    );
    const file = fc.record(
      {
        id: often(fc.constant("bot")),
        start: often(id),
        steps: fc.tuple(fc.constant(step), second),
        texts: often(
          fc.array(often(fc.record({ when, step: often(id) }, { requiredKeys: [] })), {
            maxLength: 2,
          }),
        ),
        events: often(fc.array(fc.record({ when, step: often(id) }), { maxLength: 2 })),
        intents: often(
          fc.array(fc.record({ id: often(fc.constant("x")), when }), { maxLength: 2 }),
        ),
        stories: often(
          fc.array(fc.record({ id: often(fc.constant("x")), step: often(id) }), { maxLength: 2 }),
        ),
        team: often(fc.constantFrom("online", "offline")),
      },
      { requiredKeys: ["steps"] },
    );
    let good = 0;
    fc.assert(
      fc.property(file, (json) => {
        const issues = issuesOf(json);
        const accepted = Object.keys(issues).length === 0;
        if (accepted) good += 1;
        // An empty text is not the id of a step, but the schema cannot know that.
        expect(check(json), JSON.stringify([json, issues, check.errors])).toBe(accepted);
      }),
      { numRuns: 1000 },
    );
    expect(good).toBeGreaterThan(20);
  });
});

describe("defineBot", () => {
  it("writes what a bot file holds", () => {
    const known = Object.values(samples).filter(({ type }) => type !== "unknown");
    const bot = defineBot({
      steps: [
        { id: A, name: "Hello", actions: known },
        { id: B, webhook: false },
      ],
      texts: [
        { when: /jackets?/u, step: B },
        { when: "hi", step: A },
      ],
      intents: [{ id: "x", when: /y/ }],
    });
    expect(bot.texts).toEqual([
      { when: { regexp: "jackets?", flags: "u" }, step: B },
      { when: "hi", step: A },
    ]);
    expect(bot.intents).toEqual([{ id: "x", when: { regexp: "y", flags: "" } }]);
    const written: unknown = JSON.parse(JSON.stringify(bot));
    expect(parseBot(written)).toEqual(bot);
    expect(conversation({ url: "http://localhost" }, { bot }).step.actions).toEqual(known);
  });

  it("refuses what a bot file cannot hold", () => {
    expect(() => defineBot({ steps: [{ id: A, actions: [text("")] }] })).toThrow(
      /defineBot is not valid:\n {2}steps\.0\.actions\.0\.alternatives\.0: /,
    );
    expect(() => defineBot({ step: [] } as never)).toThrow('defineBot: unknown option "step"');
    const target = stepTarget({ stepId: "x" });
    const button = quickReply({ title: "Go", action: goToAction({ target }) });
    const actions = [sendQuickRepliesAction({ message: "?", buttons: [button] })];
    expect(() => defineBot({ steps: [{ id: A, actions }] })).toThrow(
      "steps.0.actions.0.buttons.0.action.target.id",
    );
  });
});

describe("readBotFile", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bot-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const file = async (content: string) => {
    const path = join(folder, "bot.json");
    await writeFile(path, content);
    return path;
  };

  it("reads a file, with a byte order mark too", async () => {
    expect(await readBotFile(await file(`\uFEFF{ "steps": [{ "id": "${A}" }] }`))).toEqual({
      steps: [step],
    });
  });

  it("names the file, the line and the column of what is not JSON", async () => {
    const path = await file('{\n  "steps": [\n    { "id": "a", }\n  ]\n}');
    await expect(readBotFile(path)).rejects.toThrow(/bot\.json is not JSON: .*line 3.*column 18/);
  });

  it("names the file of what breaks the schema, and a file that is not there", async () => {
    const path = await file('{ "steps": [] }');
    await expect(readBotFile(path)).rejects.toThrow(/bot\.json is not valid:\n {2}steps: expected/);
    await expect(readBotFile(join(folder, "none.json"))).rejects.toThrow(
      /^the bot file .*none\.json cannot be read: ENOENT/,
    );
  });
});
