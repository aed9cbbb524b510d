import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { headings } from "./internal/bundle.ts";

it("runs the glue of each host in docs/hosts.md, and nothing else under its name", () => {
  const tests = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(import.meta.dirname, file), "utf8"))
    .join("\n");
  const run = tests.matchAll(/(?:glueOf|(?:process|lambda|app)Guest)\(\s*"([^"]+)"/g);
  expect([...new Set(Array.from(run, ([, heading]) => heading))].sort()).toEqual(headings().sort());
});
