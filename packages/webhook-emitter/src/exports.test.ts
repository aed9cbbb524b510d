import { expect, it } from "vitest";
import * as inbox from "./inbox/index.ts";
import * as emitter from "./index.ts";
import * as testing from "./testing.ts";

it("exports these names", () => {
  expect(Object.keys(emitter).sort()).toMatchInlineSnapshot(`
    [
      "CancelEventError",
      "EmitterError",
      "amend",
      "cancel",
      "checkWebhooks",
      "createEmitter",
      "createEvents",
      "createResponder",
      "emitterErrorTable",
      "freshState",
      "fromDrizzle",
      "fromKnex",
      "fromKysely",
      "fromPrisma",
      "memoryEmitterStore",
      "openStore",
    ]
  `);
  expect(Object.keys(inbox).sort()).toMatchInlineSnapshot(`
    [
      "EmitterError",
      "inbox",
    ]
  `);
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "emitterStoreContract",
    ]
  `);
});
