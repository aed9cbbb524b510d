import { expect, it } from "vitest";
import * as otel from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(otel).sort()).toMatchInlineSnapshot(`
    [
      "instrument",
    ]
  `);
});
