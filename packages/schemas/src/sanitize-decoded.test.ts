import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSafe, nasty } from "./internal/html/safety.test-helpers.ts";
import { runs } from "./internal/runs.test-helpers.ts";
import { schemas } from "./schemas.ts";

it("what is decoded is safe, full-width letters included", { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(nasty, nasty, nasty, (title, message, url) => {
      const text = schemas.send_text_action.decode({
        type: "send_text_action",
        alternatives: [message],
      });
      expectSafe(text.alternatives[0] ?? "");
      const card = schemas.card.decode({ type: "card", title, subtitle: message });
      expectSafe(card.title);
      expectSafe(card.subtitle ?? "");
      const open = schemas.open_url_action.decode({ type: "open_url_action", url });
      expectSafe(open.url);
      const input = schemas.incoming_message.decode({
        type: "message",
        text: message,
        attachments: [],
      });
      expectSafe(input.text);
    }),
    { numRuns: runs(10_000) },
  );
});

describe("the cleaning of a body", () => {
  const misnested = "<b><i>x</b>y</i>";
  const decoded = (alternatives: string[]) =>
    schemas.send_text_action.decode({ type: "send_text_action", alternatives }).alternatives;

  it("has one budget: texts of which each alone is cheap cannot add up to seconds", () => {
    // Each of these end tags is looked for through all that is open.
    const searched = `${"<em>".repeat(100)}x${"</abbr>".repeat(100)}`;
    const texts = decoded(Array(2_000).fill(searched));
    expect(texts[0]).toBe(`${"<em>".repeat(100)}x${"</em>".repeat(100)}`);
    expect(texts.at(-1)?.startsWith("&lt;em&gt;")).toBe(true);
    expect(new Set(texts).size).toBe(2);
    // What another body needed is not taken from this one.
    expect(decoded([misnested])).toEqual(["<b><i>x</i></b><i>y</i>"]);
  });

  it("gets no more time for a text that normalising makes 18 times as long", () => {
    const searched = `${"<em>".repeat(3_000)}${"</abbr>".repeat(3_000)}`;
    const [text] = decoded([searched + "\ufdfa".repeat(100_000)]);
    expect(text?.startsWith("&lt;em&gt;")).toBe(true);
  });

  it("builds a tree of each of thousands of texts in one body", () => {
    expect(new Set(decoded(Array(20_000).fill(misnested))).size).toBe(1);
  });

  it("is done once, also where every level has an unknown key, which doubled it each time", () => {
    let reads = 0;
    const action = {
      new: 1,
      type: "open_url_action",
      get url() {
        reads++;
        return misnested;
      },
    };
    const button = { new: 1, type: "button", title: "t", action };
    const card = { new: 1, type: "card", title: "t", buttons: [button] };
    const cards = { new: 1, type: "send_cards_action", cards: [card] };
    const step = { new: 1, id: "1", name: "n", userData: null, actions: [cards] };
    const session = { new: 1, values: {} };
    const data = { new: 1, type: "step_reached_event", session, step, interlocutor: null };
    schemas.webhook_request.decode({ new: 1, topic: "conversation.step_reached", data });
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThanOrEqual(4);
  });
});
