import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";
import { play } from "./play.ts";
import { start } from "./start.ts";

const folder = fileURLToPath(new URL("../mistakes", import.meta.url));
const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -".ts".length))
  .sort();
const pathOf = (name: string) => join(folder, `${name}.ts`);
const compiled = compile(names.map(pathOf));

describe("a newcomer's mistake", () => {
  it.each(names)("%s", async (name) => {
    const { mistake, says } = headOf(pathOf(name));
    const errors = compiled.get(pathOf(name)) ?? [];
    const told = [
      ...(errors.length > 0 ? errors : ["nothing"]).map((error) => `compiler: ${error}`),
      // A folder of its own is a project of its own, which a process has to start.
      ...(name.includes(sep) ? await start(pathOf(name)) : await play(pathOf(name))),
    ];

    // Read it as a newcomer would before you update it: does it say what was expected, what came, and what to do?
    await expect(`${[mistake, ...told].join("\n\n")}\n`).toMatchFileSnapshot(
      join(folder, `${name}.says.txt`),
    );
    expect(told.join("\n")).toContain(says);
  });

  it("is one of many", () => {
    expect(names.length).toBeGreaterThanOrEqual(60);
  });
});

/** Each file begins with what the mistake is, and the words that help out of it. */
function headOf(path: string): { mistake: string; says: string } {
  const [mistake, says] = readFileSync(path, "utf8").split("\n");
  if (!mistake?.startsWith("// ") || !says?.startsWith("// Says: ")) {
    throw new Error(`${path}: expected a line "// <the mistake>" and one "// Says: <what helps>"`);
  }
  return { mistake: mistake.slice("// ".length), says: says.slice("// Says: ".length) };
}
