import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { stepId } from "./step-id.ts";

const reached = (id: unknown) => ({ data: { step: { id } } });

describe("stepId", () => {
  it("passes for the step, or one of the steps", () => {
    expect(stepId("507f191e810c19729de860ea")(reached("507f191e810c19729de860ea"))).toBe(true);
    expect(stepId(["a", "b"])(reached("b"))).toBe(true);
  });

  it("does not pass for another step, another shape or another case", () => {
    for (const json of [reached("c"), reached("A"), reached(null), reached(["a"]), {}, null, []]) {
      expect(stepId(["a", "b"])(json)).toBe(false);
    }
  });

  it("refuses no id, an empty one and one that is not text", () => {
    for (const ids of [undefined, null, "", [], ["a", ""], [undefined], 5, [5]] as never[]) {
      expect(() => stepId(ids)).toThrow(WebhookConfigError);
    }
  });

  it("does not follow changes to the list it was made with", () => {
    const ids = ["a"];
    const filter = stepId(ids);
    ids.push("b");
    expect(filter(reached("b"))).toBe(false);
  });
});
