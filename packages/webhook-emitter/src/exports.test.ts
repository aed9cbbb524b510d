import { expect, it } from "vitest";
import * as emitter from "./index.ts";
import * as testing from "./testing.ts";

it("exports these names", () => {
  expect(Object.keys(emitter).sort()).toMatchInlineSnapshot(`
    [
      "EmitterError",
      "emitterErrorTable",
      "freshState",
      "memoryEmitterStore",
    ]
  `);
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "emitterStoreContract",
    ]
  `);
});
