import { describe, expect, it } from "vitest";
import { costOf } from "./cost.ts";
import { seeded } from "./random.ts";
import { known, plain, randomShape } from "./shapes.ts";

const random = seeded(1);
const shapes = [...known, ...plain, ...Array.from({ length: 300 }, () => randomShape(random))];

describe("the shapes of the search", () => {
  it("are JSON objects of about the size that was asked for", () => {
    for (const { name, make } of shapes) {
      const body = make(20_000);
      expect(JSON.parse(body), name).toMatchObject({ topic: "conversation.step_reached" });
      expect(body.length, name).toBeGreaterThan(1_000);
    }
  });

  it("reach the handler: only answers that break a limit are refused", async () => {
    const statuses = new Set<number>();
    for (const shape of shapes) statuses.add((await costOf(shape, 2_000, 1)).status);
    // 400: nested too deeply; 500: a copy that the strict schema does not take.
    expect([...statuses].sort()).toEqual([200, 400, 422, 500]);
    for (const shape of [...known, ...plain].filter(({ handling }) => handling !== "copy")) {
      expect((await costOf(shape, 2_000, 1)).status, shape.name).toBe(200);
    }
  });

  it("come again with the same seed", () => {
    const names = () => {
      const again = seeded(7);
      return Array.from({ length: 20 }, () => randomShape(again).name);
    };
    expect(names()).toEqual(names());
  });
});
