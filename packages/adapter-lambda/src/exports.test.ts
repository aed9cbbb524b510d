import { expect, it } from "vitest";
import * as adapter from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(adapter).sort()).toMatchInlineSnapshot(`
    [
      "lambdaAdapter",
      "lambdaStreamAdapter",
    ]
  `);
});
