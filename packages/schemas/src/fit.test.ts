import { describe, expect, expectTypeOf, it } from "vitest";
import {
  type Action,
  button,
  card,
  fit,
  goToAction,
  openUrlAction,
  type SendCardsAction,
  schemas,
  sendCardsAction,
  sendEmailAction,
  sendTextAction,
  stepTarget,
} from "./index.ts";

const target = stepTarget({ stepId: "507f191e810c19729de860ea" });
const long = "👟 ".repeat(1500);

function isValid(action: Action): boolean {
  const wire = schemas.webhook_step_reached_response.encode({ actions: [action] });
  return schemas.webhook_step_reached_response.validate(wire).success;
}

describe("fit", () => {
  it("cuts every text to its limit, at any depth, and says what it cut", () => {
    const cards = sendCardsAction({
      cards: [
        card({ title: "Shoes" }),
        card({
          title: long,
          alt: long,
          buttons: [button({ title: long, action: goToAction({ target }) })],
        }),
      ],
    });
    expect(isValid(cards)).toBe(false);
    const { action, cut } = fit(cards);
    expectTypeOf(action).toEqualTypeOf<SendCardsAction>();
    expect(isValid(action)).toBe(true);
    expect(cut).toEqual([
      { path: ["cards", 1, "title"], limit: 80, length: 3000 },
      { path: ["cards", 1, "alt"], limit: 500, length: 3000 },
      { path: ["cards", 1, "buttons", 0, "title"], limit: 20, length: 3000 },
    ]);
    expect(action.cards[1]?.title).toMatch(/^(👟 ){39}👟…$/u);
    expect(cards.cards[1]?.title).toBe(long);
  });

  it("shares what it did not have to cut", () => {
    const short = sendTextAction({ alternatives: ["Hello"] });
    expect(fit(short)).toEqual({ action: short, cut: [] });
    expect(fit(short).action).toBe(short);
    const cards = sendCardsAction({ cards: [card({ title: "Shoes" }), card({ title: long })] });
    expect(fit(cards).action.cards[0]).toBe(cards.cards[0]);
  });

  it("cuts texts in a list, and the first wording only where only it is long", () => {
    const { action, cut } = fit(sendTextAction({ alternatives: [long, "Hello"] }));
    expect(action.alternatives.map((text) => [...text].length)).toEqual([1000, 5]);
    expect(cut).toEqual([{ path: ["alternatives", 0], limit: 1000, length: 3000 }]);
  });

  it("leaves addresses, keys and whatever it does not know for the check to name", () => {
    const url = `https://shop.example.com/${"x".repeat(600)}`;
    const cards = sendCardsAction({
      cards: [
        card({
          title: "x",
          url,
          imageUrl: url,
          buttons: [button({ title: "x", action: openUrlAction({ url }) })],
        }),
      ],
    });
    expect(fit(cards)).toEqual({ action: cards, cut: [] });
    const recipient = `${"a".repeat(200)}@example.com`;
    const email = sendEmailAction({ recipient, subject: long, content: "x" });
    expect(fit(email).cut).toEqual([{ path: ["subject"], limit: 150, length: 3000 }]);
    expect(fit(email).action.recipient).toBe(recipient);
    const unknown = { type: "unknown", wire: { type: "teleport_action", to: long } } as const;
    expect(fit(unknown).action).toBe(unknown);
    const inside = button({ title: "x", action: { type: "unknown", wire: { text: long } } });
    expect(fit(sendCardsAction({ cards: [card({ title: "x", buttons: [inside] })] })).cut).toEqual(
      [],
    );
    for (const odd of [null, 5, {}, { type: "send_text_action", alternatives: "x" }]) {
      expect(fit(odd as never).action).toBe(odd);
    }
  });
});
