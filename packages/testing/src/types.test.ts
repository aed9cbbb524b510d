import { sendTextAction, Webhook } from "@clustaar/webhook-core";
import { expect, expectTypeOf, it } from "vitest";
import { conversation, type Offer, type Turn, type VisitorInput } from "./index.ts";

const webhook = new Webhook();
const id = "507f191e810c19729de860ea";

it("the JSON of a bot file fits as it is imported", () => {
  // As TypeScript infers it from `import bot from "./bot.json"`.
  const bot = {
    $schema: "./node_modules/@clustaar/testing/bot.schema.json",
    start: id,
    steps: [
      { id, name: "Welcome" },
      {
        id: "507f191e810c19729de860eb",
        webhook: false,
        actions: [{ type: "send_text_action", alternatives: ["Hi"] }],
      },
    ],
    texts: [
      { when: ["bye", "goodbye"], step: id },
      { when: { regexp: "\\bsizes?\\b" }, step: id },
      { when: "hello", step: id },
    ],
    team: "online",
    events: [{ when: "cart.left", step: id }],
  };
  expect(conversation(webhook, { bot }).step.name).toBe("Welcome");
});

it("actions made by builders are for defineBot, which the compiler says", () => {
  const actions = [sendTextAction({ alternatives: ["Hi"] })];
  // @ts-expect-error
  const bot: Parameters<typeof conversation>[1] = { bot: { steps: [{ id, actions }] } };
  expect(bot).toBeDefined();
});

it("inputs, offers and turns are told apart by one key", () => {
  expectTypeOf<VisitorInput["type"]>().toEqualTypeOf<
    "say" | "click" | "choose" | "attach" | "rate" | "locate" | "reach" | "send" | "edit"
  >();
  expectTypeOf<Offer["kind"]>().toEqualTypeOf<
    "button" | "list" | "rating" | "location" | "document"
  >();
  expectTypeOf<Turn["texts"]>().toEqualTypeOf<readonly string[]>();
});
