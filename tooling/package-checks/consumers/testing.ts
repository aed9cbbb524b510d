import assert from "node:assert/strict";
import {
  type BotFile,
  ConversationError,
  type ConversationState,
  conversation,
  customEvent,
  defineBot,
  parseTranscript,
  replay,
  type Turn,
} from "@clustaar/testing";
import { toMatchTranscript } from "@clustaar/testing/vitest";
import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

async function use(): Promise<void> {
  const bot: BotFile = defineBot({
    steps: [{ id: "507f191e810c19729de860ea", name: "Hello" }],
    texts: [{ when: /hi/i, step: "507f191e810c19729de860ea" }],
  });
  const webhook = new Webhook({ privateKey: "k" }).on("conversation.step_reached", () =>
    stepReachedResponse({ actions: [sendTextAction({ alternatives: ["Hello"] })] }),
  );
  const chat = conversation(webhook, { privateKey: "k", bot });
  const turn: Turn = await chat.say("hi");
  await chat.send(customEvent("cart.left"));
  assert.deepEqual(chat.texts, ["Hello"]);
  assert.equal(turn.problem, undefined);
  await assert.rejects(chat.click("Nothing"), ConversationError);
  assert.deepEqual(await replay(webhook, chat.transcript, { privateKey: "k" }), []);
  assert.equal(parseTranscript(chat.transcript).turns.length, 2);
  const state = JSON.parse(JSON.stringify(chat.state)) as ConversationState;
  assert.equal(conversation(webhook, { resume: state, bot }).rewind(1).turns.length, 1);
  const { pass } = await toMatchTranscript(webhook, chat.transcript, { privateKey: "k" });
  assert.equal(pass, true);
}

use().then(() => console.log("used"));
