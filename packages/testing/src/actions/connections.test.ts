import { samples } from "@clustaar/sample-actions";
import {
  type Condition,
  containCondition,
  equalsCondition,
  type FlowConnectionPredicate,
  flowConnection,
  flowConnectionPredicate,
  flowConnectionTeamPredicate,
  flowConnectionUserPredicate,
  isGreaterThanCondition,
  isGreaterThanOrEqualCondition,
  isLessThanCondition,
  isLessThanOrEqualCondition,
  isLoggedCondition,
  isNotLoggedCondition,
  isNotSetCondition,
  isNumberCondition,
  isOfflineCondition,
  isOnlineCondition,
  isSetCondition,
  jumpToAction,
  matchIntentCondition,
  matchIntentConditionIntent,
  matchRegexpCondition,
  type Predicate,
  predicateAttachmentValueGetter,
  predicateMessageGetter,
  predicateSessionValueGetter,
  predicateUserAttributeGetter,
  stepTarget,
} from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { A, B, C, recordingBot } from "../conversation/bots.test-helpers.ts";
import { type ConversationOptions, conversation } from "../index.ts";

const INTENT = "5b292a5f24acbe20be174a1f";

/** Whether a jump with these predicates is taken, in a conversation that says "hi". */
async function jumps(
  predicates: Predicate[],
  options: ConversationOptions = {},
  say = "hi",
): Promise<boolean> {
  const action = jumpToAction({
    connections: [flowConnection({ target: stepTarget({ stepId: B }), predicates })],
    defaultTarget: stepTarget({ stepId: C }),
  });
  const { webhook, options: key } = recordingBot({ [A]: [action] });
  const chat = conversation(webhook, { ...key, ...options });
  const { steps } = await chat.say(say);
  return steps.at(-1)?.id === B;
}

const on = (key: string, condition: Condition): FlowConnectionPredicate =>
  flowConnectionPredicate({ condition, valueGetter: predicateSessionValueGetter({ key }) });

describe("the conditions of a jump", () => {
  it.each<[string, Condition, unknown, boolean]>([
    ["is_set", isSetCondition(), "x", true],
    ["is_set", isSetCondition(), 0, true],
    ["is_set", isSetCondition(), "", false],
    ["is_set", isSetCondition(), null, false],
    ["is_not_set", isNotSetCondition(), undefined, true],
    ["is_not_set", isNotSetCondition(), "x", false],
    ["equals", equalsCondition({ expected: "red" }), "red", true],
    ["equals", equalsCondition({ expected: "red" }), "Red", false],
    ["equals", equalsCondition({ expected: "7" }), 7, true],
    ["contains", containCondition({ values: ["blue", "red"] }), "a red one", true],
    ["contains", containCondition({ values: ["blue"] }), "a red one", false],
    ["contains", containCondition({ values: ["b"] }), ["a", "b"], true],
    ["match_regexp", matchRegexpCondition({ regexp: "^\\d+$" }), "42", true],
    ["match_regexp", matchRegexpCondition({ regexp: "^\\d+$" }), "42 cm", false],
    ["match_regexp", matchRegexpCondition({ regexp: "(?i)^(?P<size>x+l)\\Z" }), "XXL", true],
    ["match_regexp", matchRegexpCondition({ regexp: "\\A(?P<a>.)(?P=a)" }), "ooze", true],
    ["match_regexp", matchRegexpCondition({ regexp: "\\\\A" }), "\\A", true],
    ["is_number", isNumberCondition(), "4.5", true],
    ["is_number", isNumberCondition(), "four", false],
    ["is_number", isNumberCondition(), "", false],
    ["is_less_than", isLessThanCondition({ maximum: 3 }), 2, true],
    ["is_less_than", isLessThanCondition({ maximum: 3 }), "3", false],
    ["is_less_than_or_equal", isLessThanOrEqualCondition({ maximum: 3 }), "3", true],
    ["is_greater_than", isGreaterThanCondition({ minimum: 3 }), 3, false],
    ["is_greater_than_or_equal", isGreaterThanOrEqualCondition({ minimum: 3 }), 3, true],
    ["is_greater_than", isGreaterThanCondition({ minimum: 3 }), undefined, false],
  ])("%s %j of %j: %s", async (_, condition, value, fits) => {
    const session = value === undefined ? {} : { key: value };
    expect(await jumps([on("key", condition)], { session })).toBe(fits);
  });

  it("all predicates of a connection must hold", async () => {
    const session = { a: "1" };
    expect(
      await jumps([on("a", isSetCondition()), on("b", isNotSetCondition())], { session }),
    ).toBe(true);
    expect(await jumps([on("a", isSetCondition()), on("b", isSetCondition())], { session })).toBe(
      false,
    );
  });

  it("look at the message, attributes and documents too", async () => {
    const message = (condition: Condition) =>
      flowConnectionPredicate({ condition, valueGetter: predicateMessageGetter() });
    const attribute = (key: string, expected: string) =>
      flowConnectionPredicate({
        condition: equalsCondition({ expected }),
        valueGetter: predicateUserAttributeGetter({ key }),
      });
    expect(await jumps([message(equalsCondition({ expected: "hi" }))])).toBe(true);
    expect(await jumps([message(isNotSetCondition())])).toBe(false);
    const interlocutor = { firstName: "Ada", customAttributes: { plan: "gold" } };
    expect(await jumps([attribute("plan", "gold")], { interlocutor })).toBe(true);
    expect(await jumps([attribute("firstName", "Ada")], { interlocutor })).toBe(true);
    expect(await jumps([attribute("constructor", "x")], { interlocutor })).toBe(false);

    const document = flowConnectionPredicate({
      condition: containCondition({ values: ["id.png"] }),
      valueGetter: predicateAttachmentValueGetter({ key: "id_card" }),
    });
    const jump = jumpToAction({
      connections: [flowConnection({ target: stepTarget({ stepId: C }), predicates: [document] })],
    });
    const { webhook, options } = recordingBot({ [A]: [samples.ask_document_action], [B]: [jump] });
    const chat = conversation(webhook, options);
    await chat.reach(A);
    await chat.reach(B);
    expect(chat.step.id).toBe(B);
    await chat.rewind(1).attach({ type: "image", url: "https://example.com/id.png" });
    await chat.reach(B);
    expect(chat.step.id).toBe(C);
  });

  it("look at the team and the visitor", async () => {
    const team = (condition: Parameters<typeof flowConnectionTeamPredicate>[0]["condition"]) => [
      flowConnectionTeamPredicate({ condition }),
    ];
    const user = (condition: Parameters<typeof flowConnectionUserPredicate>[0]["condition"]) => [
      flowConnectionUserPredicate({ condition }),
    ];
    const steps = [{ id: A }, { id: B }, { id: C }];
    const online = { bot: { steps, team: "online" as const } };
    expect(await jumps(team(isOnlineCondition()), online)).toBe(true);
    expect(await jumps(team(isOfflineCondition()), online)).toBe(false);
    expect(await jumps(team(isOnlineCondition()))).toBe(false);
    expect(await jumps(team(isOfflineCondition()))).toBe(true);
    const logged = { interlocutor: { isLogged: true } };
    expect(await jumps(user(isLoggedCondition()), logged)).toBe(true);
    expect(await jumps(user(isNotLoggedCondition()), logged)).toBe(false);
    expect(await jumps(user(isNotLoggedCondition()))).toBe(true);
  });

  it("look for intents where the bot file says what carries them", async () => {
    const intent = matchIntentConditionIntent({ id: INTENT, name: "greeting" });
    const predicate = flowConnectionPredicate({
      condition: matchIntentCondition({ intent }),
      valueGetter: predicateMessageGetter(),
    });
    const steps = [{ id: A }, { id: B }, { id: C }];
    const bot = { steps, intents: [{ id: INTENT, when: ["hi", "hello"] }] };
    expect(await jumps([predicate], { bot })).toBe(true);
    expect(await jumps([predicate], { bot }, "bye")).toBe(false);
    expect(await jumps([predicate])).toBe(false);
  });

  it("without a connection that fits and without a default the next action runs", async () => {
    const jump = jumpToAction({ connections: [] });
    const { webhook, options } = recordingBot({ [A]: [jump, samples.send_text_action] });
    const turn = await conversation(webhook, options).say("hi");
    expect(turn.actions[0]?.note).toBe("jumps nowhere: no connection fits");
    expect(turn.texts).toEqual(["Hello"]);
  });

  it("a regular expression that goes wild hung the conversation", async () => {
    const session = { key: `${"a".repeat(60)}!` };
    await expect(
      jumps([on("key", matchRegexpCondition({ regexp: "(a+)+$" }))], { session }),
    ).rejects.toMatchObject({
      code: "regexp_too_slow",
      message: expect.stringMatching(
        /^the regular expression \/\(a\+\)\+\$\/ took more than 500 ms/,
      ),
    });
  });

  it("a regular expression that only Python can run says so", async () => {
    const condition = matchRegexpCondition({ regexp: "(?>a)b" });
    await expect(jumps([on("key", condition)], { session: { key: "ab" } })).rejects.toMatchObject({
      code: "regexp_unsupported",
    });
  });
});
