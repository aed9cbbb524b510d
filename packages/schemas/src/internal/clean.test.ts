import { describe, expect, it } from "vitest";
import { schemas } from "../index.ts";
import { cleaner, inOrder } from "./clean.ts";
import { Budget } from "./html/budget.ts";

describe("cleaning", () => {
  const all = cleaner(["strip", "normalize", "html"]);

  it.each([
    ["plain", "plain"],
    ["  padded \n", "padded"],
    ["ﬁne ①②", "fine 12"],
    ["e\u0301", "é"],
    ["a & b", "a & b"],
    ["<b>bold</b>", "<b>bold</b>"],
    ["<script>x()</script>", "&lt;script&gt;x()&lt;/script&gt;"],
    // In the original's order these two come out as live tags.
    ["＜script＞x()＜/script＞", "&lt;script&gt;x()&lt;/script&gt;"],
    ["﹤img src=x onerror=alert(1)﹥", "&lt;img src=x onerror=alert(1)&gt;"],
  ])("%j", (text, cleaned) => expect(all?.(text, new Budget())).toBe(cleaned));

  it("normalises whatever normalising changes, alone and beside others", () => {
    const normalize = cleaner(["normalize"]);
    const wrong = (text: string) => normalize?.(text, new Budget()) !== text.normalize("NFKC");
    const signs = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => String.fromCodePoint(from + index));
    expect(signs(0, 0x11_0000).filter(wrong)).toEqual([]);
    const usual = [...signs(0, 0x180), ...signs(0x300, 0x310), ...signs(0x200b, 0x2040)];
    usual.push(
      "\u20ac",
      "😀",
      "👍",
      "🎉",
      "🤔",
      "🇫",
      "🄰",
      "\ud83c",
      "\ud83d",
      "\ud83e",
      "\udc4d",
      "\udd30",
      "\udff1",
      "\ufe0f",
      "\u200d",
      "ｱ",
      "ﾞ",
      "한",
      "ᄀ",
      "ᅡ",
    );
    const pairs = usual.flatMap((one) => usual.map((other) => one + other));
    expect(pairs.filter(wrong)).toEqual([]);
  });

  it("is nothing where there is nothing to do", () => expect(cleaner([])).toBeUndefined());

  it("runs in one order, however it is asked for", () => {
    expect(inOrder(["html", "strip"])).toEqual(["strip", "html"]);
  });

  it("happens on decode alone", () => {
    const wire = { type: "send_js_event_action", event: "  opened  " };
    const model = schemas.send_js_event_action.decode(wire);
    expect(model.event).toBe("opened");
    expect(schemas.send_js_event_action.encode({ ...model, event: "  opened  " }).event).toBe(
      "  opened  ",
    );
  });
});
