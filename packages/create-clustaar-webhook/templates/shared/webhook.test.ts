import { conversation, readBotFile } from "@clustaar/testing";
import { expect, it } from "vitest";
import webhook from "./webhook.ts";

const bot = await readBotFile(new URL("bot.json", import.meta.url));
const privateKey = process.env.CLUSTAAR_PRIVATE_KEY;

it("asks for the size and remembers it", async () => {
  const chat = conversation(webhook, { privateKey, bot });
  await chat.say("I want a jacket");
  expect(chat.texts).toEqual(["Which size?"]);
  await chat.click("XL");
  expect(chat.texts).toEqual(["One jacket in XL: that is order 1."]);
  expect(chat.session.values).toEqual({ size: "XL", orders: 1 });
});
