import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { schemas } from "../schemas.ts";
import { decodeSource } from "./compile.ts";
import { planOf } from "./plan.ts";

it("shows in its comment what it generates", () => {
  const source = readFileSync(new URL("./compile.ts", import.meta.url), "utf8");
  const shown = source
    .split("\n")
    .filter((line) => line.startsWith(" *     "))
    .map((line) => line.slice(" *     ".length));
  expect(shown.join("\n")).toBe(decodeSource(planOf(schemas.send_text_action)));
});
