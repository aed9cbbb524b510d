import { describe, expect, it } from "vitest";
import { z } from "zod";
import { schemas } from "./index.ts";
import { zodOf } from "./zod.ts";

describe("Standard Schema", () => {
  const standard = schemas.wait_action["~standard"];

  it("says who it is", () => {
    expect(standard.version).toBe(1);
    expect(standard.vendor).toBe("clustaar");
  });

  it("gives back the value that passes, or issues with a message and a path", () => {
    const wire = { type: "wait_action", duration: 3 };
    expect(standard.validate(wire)).toEqual({ value: wire });
    expect(standard.validate({ ...wire, duration: 9 })).toEqual({
      issues: [{ path: ["duration"], code: "too_large", message: "at most 7, got 9" }],
    });
  });

  it("is strict", () =>
    expect(standard.validate({ type: "wait_action" })).toHaveProperty("issues"));
});

describe("zod", () => {
  it("composes", () => {
    const queue = z.object({ id: z.string(), actions: z.array(zodOf(schemas.wait_action)) });
    expect(
      queue.safeParse({ id: "1", actions: [{ type: "wait_action", duration: 1 }] }).success,
    ).toBe(true);
    const result = queue.safeParse({ id: "1", actions: [{ type: "wait_action", duration: 9 }] });
    expect(result.error?.issues[0]).toMatchObject({
      path: ["actions", 0, "duration"],
      message: "at most 7, got 9",
    });
  });

  it("keeps unknown keys, which it dropped once", () => {
    const wire = { type: "card", title: "x", zzz: 1 };
    expect(zodOf(schemas.card).parse(wire)).toEqual(wire);
    const cards = { type: "send_cards_action", cards: [wire] };
    expect(zodOf(schemas.send_cards_action).parse(cards)).toEqual(cards);
  });

  it("is made once", () => expect(zodOf(schemas.card)).toBe(zodOf(schemas.card)));
});
