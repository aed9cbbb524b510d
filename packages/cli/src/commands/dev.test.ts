import { EventEmitter } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { sharePage } from "../dev/shared.test-helpers.ts";
import { run } from "../io.test-helpers.ts";
import { project, shopText } from "../project.test-helpers.ts";

sharePage();

const { folder: cwd, remove } = project({
  "webhook.ts": `console.log("loading");\nconst broken = ;\n`,
});
afterAll(remove);

it("shows a broken file in the terminal with its lines, and not with the stack of what loads it", async () => {
  const signals = new EventEmitter();
  let text = "";
  // Broken, mended, and broken in another way while it is loaded.
  const steps: [wanted: string, next: () => void][] = [
    [">    2 | const broken = ;", () => write(`console.log("mended");\n${shopText}`)],
    [
      "webhook.ts is running",
      () => write(`console.log("again");\nthrow new Error("no database");\n`),
    ],
    [">    2 | throw new Error", () => signals.emit("SIGINT")],
  ];
  function onErr(chunk: string): void {
    text += chunk;
    const [wanted, next] = steps[0] ?? [];
    if (wanted === undefined || !text.includes(wanted)) return;
    steps.shift();
    next?.();
  }
  const { status, err } = await run(["dev", "--port", "0"], { cwd, signals, onErr });
  expect(status).toBe(0);
  expect(steps).toEqual([]);
  expect(err).toContain('webhook.ts is broken: syntax error: Unexpected ";"');
  expect(err).toContain("webhook.ts is broken: Error: no database\n  at webhook.ts:2:7\n");
  // What the file itself has said before is there still.
  expect(err).toMatch(/mended\n.*again\n/s);
  expect(err).not.toMatch(/^ {4}at |node:internal|TransformError|failureErrorWithLog/m);
});

function write(content: string): void {
  writeFileSync(join(cwd, "webhook.ts"), content);
}
