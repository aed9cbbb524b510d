import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { started, startOnce } from "./start.ts";

it("starts programs that do their work", async () => {
  const cli = dirname(fileURLToPath(import.meta.resolve("@clustaar/cli/package.json")));
  const tsx = fileURLToPath(import.meta.resolve("tsx"));
  const source = ["--conditions=@clustaar/source", "--import", tsx, join(cli, "src/main.ts")];
  const [compiler = "", command = "", nothing] = await Promise.all(
    started(source).map(async (program) => (await startOnce(program)).out),
  );
  expect(compiler).toMatch(/^Version \d/);
  expect(command).toContain("Usage: clustaar");
  expect(nothing).toBe("");
});
