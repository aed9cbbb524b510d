import { expect, it } from "vitest";
import { nearest } from "./nearest.ts";

const names = ["conversation.step_reached", "conversation.closed", "bot.paused"];

it.each([
  ["conversation.step_reach", "conversation.step_reached"],
  ["Conversation.Step_Reached", "conversation.step_reached"],
  ["conversation.step-reached", "conversation.step_reached"],
  ["conversation.close", "conversation.closed"],
  ["bot.pause", "bot.paused"],
  ["order.paid", undefined],
  ["", undefined],
  ["x".repeat(100_000), undefined],
])("what is meant by %j", (text, meant) => {
  expect(nearest(text, names)).toBe(meant);
});

it("has nothing to offer where there is nothing", () => {
  expect(nearest("a", [])).toBeUndefined();
});
