import { fileURLToPath } from "node:url";
import { conversation, readBotFile, replay } from "@clustaar/testing";
import { expect, it, vi } from "vitest";

const privateKey = "the key of the tests";
const template = (path: string) =>
  fileURLToPath(new URL(`../templates/shared/${path}`, import.meta.url));

async function webhookOf() {
  vi.stubEnv("CLUSTAAR_PRIVATE_KEY", privateKey);
  return (await import("../templates/shared/webhook.ts")).default;
}

// After a change of the template, `pnpm test -u` records it again.
it("comes with a conversation as its bot holds it", async () => {
  const bot = await readBotFile(template("bot.json"));
  // A transcript is read where the schema's path leads nowhere.
  const { $schema: _, ...plain } = bot;
  const now = () => Date.UTC(2026, 0, 1);
  const chat = conversation(await webhookOf(), { privateKey, bot: plain, now });
  await chat.say("Hello");
  await chat.click("A jacket");
  await chat.click("L");
  expect(chat.texts).toEqual(["One jacket in L: that is order 1."]);
  await expect(chat.transcript).toMatchFileSnapshot(template("conversations/order.jsonl"));
  expect(await replay(await webhookOf(), chat.transcript, { privateKey })).toEqual([]);
});

it("runs a bot of three steps, each of which the bot file has", async () => {
  const bot = await readBotFile(template("bot.json"));
  expect(bot.steps.map(({ name }) => name)).toEqual(["Welcome", "Size", "Ordered"]);
  const chat = conversation(await webhookOf(), { privateKey, bot });
  for (const { name } of bot.steps) {
    const turn = await chat.reach(name ?? "");
    expect(turn.problem).toBeUndefined();
  }
});
