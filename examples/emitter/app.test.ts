import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const program = fileURLToPath(new URL("app.ts", import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "emitter-example-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the example in a folder of its own, as its `start` script does. */
async function run(env: Record<string, string> = {}) {
  const { PATH, HOME } = process.env;
  const child = spawn(
    process.execPath,
    ["--conditions=@clustaar/source", "--import", loader, program],
    { cwd: folder, env: { PATH, HOME, ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (errors += chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  return { output, errors, code };
}

describe("the example", () => {
  it("measures, adjusts, is refused, and its receiver gets what it verifies; twice on one file", async () => {
    for (let round = 0; round < 2; round++) {
      const { output, errors, code } = await run();
      expect(errors).not.toMatch(/error/i);
      expect(code).toBe(0);
      expect(output).toContain(
        "measured [ { handler: 'prometheus', value: { throughput: 31337 } } ]",
      );
      expect(output).toContain("adjusted [ { handler: 'kubernetes', value: 5 } ]");
      expect(output).toContain("refused by receiver: at most ten replicas");
      expect(output).toMatch(
        /received after:measure as msg_\w+: \[\{"connector":"prometheus","value":\{"throughput":31337\}\}\]/,
      );
      expect(output).toMatch(
        /received after:adjust as msg_\w+: \[\{"connector":"kubernetes","value":5\}\]/,
      );
    }
  });
});
