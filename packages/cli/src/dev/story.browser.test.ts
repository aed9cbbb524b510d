import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { describeInBrowser, openPlayground } from "./browser.test-helpers.ts";
import { type DevBot, startBot } from "./dev.test-helpers.ts";

const run = promisify(execFile);
const vitest = join(
  dirname(createRequire(import.meta.url).resolve("vitest/package.json")),
  "vitest.mjs",
);

/** Vitest for a folder of its own, as a bot's author has it; the packages are found by their sources. */
const vitestConfig = `export default {
  resolve: { conditions: ["@clustaar/source", "module", "node", "default"] },
  ssr: { resolve: { conditions: ["@clustaar/source"], externalConditions: ["@clustaar/source"] } },
};
`;

/** Runs the test that was saved: it passes, and where the bot is changed it then fails, and says why. */
async function runSavedTest(bot: DevBot, changeBot?: () => void): Promise<void> {
  writeFileSync(join(bot.folder, "vitest.config.js"), vitestConfig);
  const args = [vitest, "run", "--root", bot.folder, "conversations/jackets.test.ts"];
  // As a developer runs it: without a key in the environment.
  const { CLUSTAAR_PRIVATE_KEY: _none, ...inherited } = process.env;
  const env = { ...inherited, NO_COLOR: "1" };
  const { stdout } = await run(process.execPath, args, { cwd: bot.folder, env });
  expect(stdout).toMatch(/Tests\s+1 passed/);
  if (changeBot === undefined) return;
  changeBot();
  const failed = await run(process.execPath, args, { cwd: bot.folder, env }).catch(
    (reason: { stdout: string; stderr: string }) => reason.stdout + reason.stderr,
  );
  expect(failed).toContain("See our");
}

describeInBrowser("a bot is talked to, broken, mended and kept as a test", () => {
  it.each([
    [1280, "light"],
    [360, "dark"],
  ] as const)("at %i px, %s", { timeout: 180_000 }, async (width, colorScheme) => {
    const bot = await startBot();
    const open = await openPlayground(bot.pageUrl, { width, colorScheme });
    const { page } = open;
    try {
      // Types, and presses a quick reply that goes to another step.
      await open.say("I want a jacket");
      await open.turn(1).getByText("Which size?").waitFor();
      await open.turn(1).getByRole("button", { name: "XL" }).click();
      await open.turn(2).locator("b", { hasText: "jackets" }).waitFor();
      expect(await open.turn(2).locator(".step-change").textContent()).toContain("Jackets");

      // The visitor and the bot: what the last turn changed is marked.
      const visitor = await open.pane("Visitor and bot");
      const session = visitor.getByRole("region", { name: "Session values" });
      expect(await session.getByText("changed", { exact: true }).count()).toBe(1);
      const current = visitor.locator('[aria-current="step"]');
      expect(await current.textContent()).toContain("Jackets");

      // Breaks the file and mends it.
      const file = join(bot.folder, "webhook.ts");
      const good = readFileSync(file, "utf8");
      writeFileSync(file, `${good}\nconst broken = ;\n`);
      const error = page.getByRole("alert", { name: "The webhook is broken" });
      await error.waitFor();
      expect(await error.locator(".at-fault").textContent()).toContain("const broken = ;");
      expect(await error.textContent()).toContain('syntax error: Unexpected ";" at webhook.ts:');
      expect(await error.textContent()).toContain(`webhook.ts:${good.split("\n").length + 1}`);
      await open.checkAccessible();
      writeFileSync(file, good.replace("Here are", "See our"));
      await error.waitFor({ state: "detached" });
      await page.getByText("running, signed").waitFor();

      // Breaks a signature and reads the doctor's sentence.
      const exchanges = await open.pane("Exchanges");
      await page.getByLabel("Send it with a fault").selectOption("reserialised");
      await exchanges.locator(".diagnosis", { hasText: "rewritten as JSON" }).waitFor();
      await exchanges
        .getByRole("region", { name: "Problem" })
        .getByText("401 signature_invalid")
        .waitFor();
      await open.checkAccessible();

      // Rewinds, and plays on from there with the mended bot.
      await open.pane("Chat");
      const back = "Go back to turn 1 and play on from there";
      await page.getByRole("button", { name: back }).click();
      await open.turn(2).waitFor({ state: "detached" });
      await open.turn(1).getByRole("button", { name: "XL" }).click();
      await open.turn(2).getByText("See our jackets").waitFor();

      // Saves a test and runs it.
      await open.pane("Exchanges");
      await page.getByLabel("Name of the test").fill("jackets");
      await page.getByRole("button", { name: "Save as test" }).click();
      await page.getByText("npx vitest run conversations/jackets.test.ts").waitFor();
      expect(existsSync(join(bot.folder, "conversations/jackets.jsonl"))).toBe(true);
      await runSavedTest(bot, width === 1280 ? () => writeFileSync(file, good) : undefined);

      // A refused request is nothing that the page did wrong.
      open.checkQuiet();
    } finally {
      await open.close();
      bot.close();
    }
  });
});
