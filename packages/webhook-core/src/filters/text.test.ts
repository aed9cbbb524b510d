import { describe, expect, it } from "vitest";
import { Webhook, WebhookConfigError } from "../index.ts";
import { stepReachedNotification } from "../testing/index.ts";
import { text } from "./text.ts";

const typed = (words: unknown) => ({ data: { input: { type: "message", text: words } } });

describe("text", () => {
  it("passes for a message that the expression matches", () => {
    expect(text(/agent|human/i)(typed("A HUMAN, please"))).toBe(true);
    expect(text(/^\d+$/)(typed("42"))).toBe(true);
    expect(text(/^\d+$/)(typed("42 a"))).toBe(false);
  });

  it("does not pass for another input, another shape, or no text", () => {
    const any = text(/.*/s);
    const inputs = [
      { type: "custom_event", text: "human", name: "human" },
      { text: "human" },
      null,
      "human",
    ];
    for (const input of inputs) expect(any({ data: { input } })).toBe(false);
    for (const json of [typed(5), typed(["human"]), typed(null), {}, null, []]) {
      expect(any(json)).toBe(false);
    }
  });

  it("passes every time for a global or a sticky expression, which remembers where it stopped", () => {
    for (const pattern of [/human/g, /human/y]) {
      const filter = text(pattern);
      expect([1, 2, 3].map(() => filter(typed("human")))).toEqual([true, true, true]);
    }
    expect(text(/human/y)(typed("a human"))).toBe(true);
  });

  it("does not try an expression on a text that is long", () => {
    expect(text(/a$/)(typed("a".repeat(10_000)))).toBe(true);
    expect(text(/a$/)(typed("a".repeat(10_001)))).toBe(false);
  });

  it("refuses what is not an expression, and says what to write for an exact text", () => {
    for (const pattern of [undefined, null, "", {}, ["a"]] as never[]) {
      expect(() => text(pattern)).toThrow(WebhookConfigError);
    }
    expect(() => text("human" as never)).toThrow(
      /got a string; for an exact text, write userInput/,
    );
  });

  it("takes an expression of another realm", async () => {
    const { runInNewContext } = await import("node:vm");
    expect(text(runInNewContext("/human/") as RegExp)(typed("a human"))).toBe(true);
  });

  it("is named after its expression, and explained by it", () => {
    expect(text(/agent|human/gi).name).toBe("text(/agent|human/i)");
    const webhook = new Webhook().on("conversation.step_reached", () => {}, {
      filters: text(/human/i),
    });
    const say = (words: string) =>
      webhook.explain(
        stepReachedNotification({ input: { type: "message", text: words, attachments: [] } }),
      );
    expect(say("Hello").routes[0]?.reason).toBe(
      'text(/human/i) does not pass: data.input.text is "Hello", expected a match of /human/i',
    );
    expect(say("a human").routes[0]?.reason).toBe(
      'text(/human/i) passes: data.input.type is "message"; data.input.text is "a human"',
    );
    expect(say("Hello").routes[0]?.explanations[0]?.saw[1]).toEqual({
      path: "data.input.text",
      value: "Hello",
      pattern: "/human/i",
    });
  });
});
