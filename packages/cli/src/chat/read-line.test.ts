import type { Offer } from "@clustaar/testing";
import { goToAction, stepTarget } from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { chatCommands, readLine } from "./read-line.ts";

const action = goToAction({ target: stepTarget({ stepId: "507f191e810c19729de860eb" }) });
const button = (title: string, card: string | null): Offer => ({
  kind: "button",
  title,
  card,
  action,
});
const choice = (title: string, ...list: string[]): Offer => ({
  kind: "list",
  title,
  list,
  imageUrl: null,
  sessionValues: {},
  action,
});
const offers: readonly Offer[] = [
  button("Yes", null),
  button("Buy", "Red"),
  button("Buy", "Blue"),
  button("Buy", "Blue"),
  choice("S", "Size", "Small"),
  choice("S", "Size", "Large"),
  { kind: "rating", title: "Good", rating: "positive", target: null },
  { kind: "location", title: "Where?", action },
  { kind: "document", title: "id_card", message: "", authorizedFileTypes: [] },
];

describe("a line of the chat", () => {
  it.each([
    ["Hello", { type: "say", text: "Hello" }],
    [" two words ", { type: "say", text: " two words " }],
    ["42", { type: "say", text: "42" }],
    ["1", { type: "click", title: "Yes" }],
    ["2", { type: "click", title: "Buy", card: "Red" }],
    ["4", { type: "click", title: "Buy", card: "Blue", nth: 2 }],
    ["5", { type: "choose", list: "Size", title: "S" }],
    ["6", { type: "choose", list: "Large", title: "S" }],
    ["7", { type: "rate", rating: "Good" }],
    ["/say 1", { type: "say", text: "1" }],
    ["/say /help", { type: "say", text: "/help" }],
    ["/rate 5", { type: "rate", rating: 5 }],
    ["/reach", { type: "reach", step: "" }],
    ["/reach The end", { type: "reach", step: "The end" }],
    ["/locate 1.5, -2", { type: "locate", lat: 1.5, long: -2 }],
    ["/event cart.left", { type: "send", input: { type: "custom_event", name: "cart.left" } }],
    [
      "/attach https://example.com/a.PNG?x=1",
      { type: "attach", attachments: [{ type: "image", url: "https://example.com/a.PNG?x=1" }] },
    ],
    [
      "/attach https://example.com/a video",
      { type: "attach", attachments: [{ type: "video", url: "https://example.com/a" }] },
    ],
  ])("%j is played", (line, input) => {
    expect(readLine(line, offers)).toEqual({ type: "play", input });
  });

  it.each([
    ["", "nothing"],
    ["/help", "help"],
    ["/quit", "quit"],
    ["/undo", "undo"],
    ["/session", "session"],
    ["/choices", "choices"],
  ])("%j asks for %s", (line, type) => {
    expect(readLine(line, offers)).toEqual({ type });
  });

  it.each([
    ["8", "/locate LATITUDE LONGITUDE"],
    ["9", 'the document "id_card" is asked for: /attach URL'],
    ["/halp", 'there is no command /halp; did you mean "help"?'],
    ["/constructor", "there is no command /constructor"],
    ["/attach photo.png", "/attach takes URL"],
    ["/attach https://example.com/a banana", "/attach takes URL"],
    ["/locate here", "/locate takes LATITUDE LONGITUDE"],
    ["/rate", "/rate takes 1-5"],
    ["/event", "/event takes NAME"],
  ])("%j is refused", (line, message) => {
    expect(() => readLine(line, offers)).toThrow(message);
  });

  it("every command says what it does", () => {
    for (const { does } of Object.values(chatCommands)) expect(does).not.toBe("");
  });
});
