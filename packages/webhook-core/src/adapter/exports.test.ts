import { expect, it } from "vitest";
import * as adapter from "../adapter.ts";

it("exports these names", () => {
  expect(Object.keys(adapter).sort()).toMatchInlineSnapshot(`
    [
      "NodeHeaders",
      "NodeHost",
      "bodyIncomplete",
      "bodyTooLarge",
      "checkEndpoint",
      "ignoreRejection",
      "isBodyless",
      "nodeRequest",
      "rawBodyUnavailable",
      "readBody",
      "refusal",
      "sendResponse",
      "serveNode",
    ]
  `);
});
