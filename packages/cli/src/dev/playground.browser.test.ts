import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DevBot, startBot } from "./dev.test-helpers.ts";

// Debian's package; `.ci/run` installs it. Elsewhere CHROMIUM names another one.
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const missing = !existsSync(executablePath);
if (missing && !process.env.CI)
  console.warn(`Skipped: no browser at ${executablePath}; install chromium, or set CHROMIUM.`);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.skipIf(missing && !process.env.CI)("the playground, in a browser", () => {
  let browser: Browser;
  let bot: DevBot;
  let page: Page;
  const said: string[] = [];
  const foreign: string[] = [];

  beforeAll(async () => {
    bot = await startBot();
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    // The page's policy takes no script but its own, and axe is one.
    const context = await browser.newContext({
      bypassCSP: true,
      viewport: { width: 1280, height: 800 },
    });
    page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") said.push(message.text());
    });
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== bot.origin) foreign.push(request.url());
    });
    await page.goto(bot.pageUrl);
  });
  afterAll(async () => {
    await browser?.close();
    bot?.close();
  });

  const chat = () => page.getByRole("region", { name: "Chat", exact: true });
  const say = async (text: string) => {
    await page.getByLabel("What the visitor says").fill(text);
    await page.keyboard.press("Enter");
  };

  it("talks to the bot: a text, then a quick reply that goes to another step", async () => {
    await say("I want a jacket");
    await chat().getByText("Which size?").waitFor();
    await chat().getByRole("button", { name: "XL" }).click();
    await chat().locator("b", { hasText: "jackets" }).waitFor();
    await page.getByText("changed", { exact: true }).waitFor();
  });

  it("brings back with the arrow up what was said last", async () => {
    const field = page.getByLabel("What the visitor says");
    await field.focus();
    await page.keyboard.press("ArrowUp");
    expect(await field.inputValue()).toBe("I want a jacket");
    await field.fill("");
  });

  it("shows the doctor's sentence for a signature that was broken", async () => {
    await page.getByLabel("Send it with a fault").selectOption("reserialised");
    const exchanges = page.getByRole("region", { name: "Exchanges", exact: true }).first();
    await exchanges.locator(".diagnosis", { hasText: "rewritten as JSON" }).waitFor();
    expect(await exchanges.getByText("signature_invalid").count()).toBeGreaterThan(0);
  });

  it("opens the editor when it is asked for", async () => {
    await page.getByRole("button", { name: "Edit and re-sign" }).click();
    await page.locator(".code-editor .cm-content").waitFor();
    await page.getByRole("button", { name: "Sign and send" }).click();
    await page.getByText("200").last().waitFor();
  });

  it("shows a broken file with its line, and goes on when it is mended", async () => {
    const file = join(bot.folder, "webhook.ts");
    const good = readFileSync(file, "utf8");
    writeFileSync(file, `${good}\nconst broken = ;\n`);
    const error = page.getByRole("alert", { name: "The webhook is broken" });
    await error.waitFor();
    expect(await error.textContent()).toContain("const broken = ;");
    writeFileSync(file, good);
    await error.waitFor({ state: "detached" });
    await page.getByText("running", { exact: false }).first().waitFor();
  });

  it("goes back to a turn, and plays on from there", async () => {
    await page.getByRole("button", { name: "Go back to turn 1 and play on from there" }).click();
    await page.getByRole("article", { name: "Turn 2" }).waitFor({ state: "detached" });
    await chat().getByRole("button", { name: "XL" }).click();
    await page.getByRole("article", { name: "Turn 2" }).waitFor();
  });

  it("keeps the conversation as a test", async () => {
    await page.getByLabel("Name of the test").fill("kept");
    await page.getByRole("button", { name: "Save as test" }).click();
    await page.getByText("conversations/kept.test.ts").first().waitFor();
    expect(existsSync(join(bot.folder, "conversations/kept.jsonl"))).toBe(true);
  });

  it.each([
    [1280, "light"],
    [1280, "dark"],
    [360, "light"],
    [360, "dark"],
  ] as const)("has nothing serious for axe to find at %i px, %s", async (width, colorScheme) => {
    await page.setViewportSize({ width, height: 740 });
    await page.emulateMedia({ colorScheme });
    const panes = width < 1000 ? ["Chat", "Visitor and bot", "Exchanges"] : [undefined];
    for (const pane of panes) {
      if (pane !== undefined) await page.getByRole("tab", { name: pane }).click();
      await page.evaluate(axe);
      const found = await page.evaluate<string[]>(seriousFindings);
      expect(found).toEqual([]);
      // Nothing is wider than the screen.
      expect(
        await page.evaluate<number>("document.documentElement.scrollWidth"),
      ).toBeLessThanOrEqual(width);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it("stays clean and alive whatever a bot sends", async () => {
    const file = join(bot.folder, "webhook.ts");
    writeFileSync(file, hostileBot);
    await bot.until(({ server }) => server.status === "starting");
    await bot.until(({ server }) => server.status === "running");
    await say("attack");
    await chat().getByText("<script>window.hit", { exact: false }).waitFor();
    expect(await page.evaluate<boolean>("'hit' in window")).toBe(false);
    const links = await page
      .locator(".bubble a")
      .evaluateAll((all) => all.map((link) => (link as unknown as URL).protocol));
    expect(links.every((protocol) => protocol === "https:")).toBe(true);
    expect(await page.locator("img").count()).toBe(0);
    await page.getByText("and 4950 more").waitFor();
    expect(await page.getByLabel("What the visitor says").isEnabled()).toBe(true);
  });

  it("says nothing on the console, and asks no other origin", () => {
    // The stream breaks off when nothing is wrong too: a refused exchange is none of the page's own requests.
    expect(said).toEqual([]);
    expect(foreign).toEqual([]);
  });
});

/** Runs in the page, so it is text: this file is checked without the types of a browser. */
const seriousFindings = `axe.run().then(({ violations }) =>
  violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" | ")),
)`;

const hostileBot = `import { card, sendCardsAction, sendImageAction, sendTextAction, Webhook } from "@clustaar/webhook-core";
const webhook = new Webhook({ privateKey: process.env.CLUSTAAR_PRIVATE_KEY });
webhook.on("conversation.step_reached", () => ({ actions: [] }));
// What no check of ours would let out: the answer is written by hand.
export default {
  maxBody: 1e6,
  handle: async () => ({
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      actions: [
        { type: "send_text_action", alternatives: ["<script>window.hit = 1</script><img src=x onerror='window.hit=1'>"] },
        { type: "send_text_action", alternatives: ["<a href='javascript:window.hit=1'>x</a> <a href='https://ok.example'>ok</a>"] },
        { type: "send_text_action", alternatives: ["x".repeat(1_000_000)] },
        { type: "send_image_action", imageURL: "https://pictures.example/a.png", alt: "a" },
        {
          type: "send_cards_action",
          cards: Array.from({ length: 5000 }, (_, index) => ({ type: "card", title: "Card " + index, imageURL: "http://x.example/" + index, buttons: [] })),
        },
      ],
    }),
  }),
};
`;
