import {
  button,
  card,
  choice,
  customerSatisfactionAction,
  customerSatisfactionChoice,
  events,
  goToAction,
  jsonKeyEquals,
  section,
  sendCardsAction,
  sendChoicesListAction,
  sendTextAction,
  stepId,
  stepReachedResponse,
  stepTarget,
  Webhook,
} from "@clustaar/webhook-core";
import { expect, it } from "vitest";
import { conversation, customEvent, defineBot } from "./index.ts";

const JACKETS = "507f191e810c19729de860ea";
const SIZES = "507f191e810c19729de860eb";
const PHOTO = "507f191e810c19729de860ec";
const url = "https://shop.example/me.jpg";

function jacketBot() {
  const webhook = new Webhook({ privateKey: "s3cr3t" });
  const STEP = events.CONVERSATION_STEP_REACHED;
  const to = (id: string) => goToAction({ target: stepTarget({ stepId: id }) });
  webhook.on(
    STEP,
    () => stepReachedResponse({ actions: [sendTextAction({ alternatives: ["Which size?"] })] }),
    { filters: jsonKeyEquals("data.input.name", "cart.left") },
  );
  webhook.on(
    STEP,
    () =>
      stepReachedResponse({
        actions: [
          sendCardsAction({
            cards: [
              card({
                title: "Autumn jackets",
                buttons: [button({ title: "See them", action: to(SIZES) })],
              }),
            ],
          }),
        ],
      }),
    { filters: stepId(JACKETS) },
  );
  webhook.on(
    STEP,
    () =>
      stepReachedResponse({
        actions: [
          sendChoicesListAction({
            placeholder: "Size",
            sections: [
              section({
                choices: ["M", "L", "XL"].map((size) =>
                  choice({ title: size, sessionValues: { size } }),
                ),
              }),
            ],
            action: to(PHOTO),
          }),
        ],
      }),
    { filters: stepId(SIZES) },
  );
  webhook.on(
    STEP,
    () =>
      stepReachedResponse({
        actions: [
          customerSatisfactionAction({
            message: "How was it?",
            choices: [
              customerSatisfactionChoice({
                kind: "positive",
                label: "Good",
                target: null,
                matchingIntent: null,
              }),
              customerSatisfactionChoice({
                kind: "negative",
                label: "Bad",
                target: null,
                matchingIntent: null,
              }),
            ],
          }),
        ],
      }),
    { filters: stepId(PHOTO) },
  );
  webhook.on(STEP, () => {});
  return webhook;
}

const bot = defineBot({
  steps: [
    { id: JACKETS, name: "Jackets" },
    { id: SIZES, name: "Sizes" },
    { id: PHOTO, name: "Photo" },
    { id: "507f...", name: "End" },
  ],
});

it("plays the conversation of the README", async () => {
  const webhook = jacketBot();
  const chat = conversation(webhook, { privateKey: "s3cr3t", bot });
  await chat.say("I want a jacket");
  await chat.click("See them");
  await chat.choose("Size", "XL");
  await chat.attach({ type: "image", url });
  await chat.rate(5);
  await chat.reach("507f...");
  await chat.send(customEvent("cart.left"));
  expect(chat.texts).toEqual(["Which size?"]);
  expect(chat.session.values).toMatchObject({ size: "XL" });
  console.log(chat.transcript);
});
