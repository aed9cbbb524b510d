// Makes the pictures of the README and of docs/local-development.md from the running page: `npx -y pnpm@12 pictures`.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { PassThrough, Readable } from "node:stream";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumPath } from "./src/dev/chromium-path.test-helpers.ts";
import { galleryBot } from "./src/dev/gallery.test-helpers.ts";
import { runDev } from "./src/dev/run-dev.ts";

const root = join(import.meta.dirname, "../..");
const pictures = join(root, "docs/pictures");

/** The quickstart's bot, in a folder in which it can be broken. */
function copyQuickstart(): string {
  const folder = mkdtempSync(join(import.meta.dirname, "tmp-"));
  for (const name of ["webhook.ts", "bot.json"]) {
    cpSync(join(root, "examples/quickstart", name), join(folder, name));
  }
  return folder;
}

async function open(browser: Browser, url: string, options: Parameters<Browser["newPage"]>[0]) {
  const page = await browser.newPage({ reducedMotion: "reduce", locale: "en-GB", ...options });
  await page.goto(url);
  await page.getByText("running", { exact: false }).first().waitFor();
  return page;
}

async function picture(page: Page, name: string, part = "body"): Promise<void> {
  // Nothing has the focus, and what was measured is drawn.
  await page.evaluate("document.activeElement?.blur()");
  await page.waitForTimeout(200);
  await page.locator(part).screenshot({ path: join(pictures, `${name}.png`) });
}

/** The kinds of actions that are shown one below the other. */
const shown = [
  "send_text_action",
  "send_cards_action",
  "send_choices_list_action",
  "customer_satisfaction_action",
  "ask_document_action",
  "create_zendesk_ticket_action",
];

/** A conversation of three turns. */
async function talk(page: Page): Promise<void> {
  const field = page.getByLabel("What the visitor says");
  const turn = (number: number) =>
    page.getByRole("article", { name: `Turn ${number}`, exact: true });
  for (const [index, text] of ["Hello", "I want a jacket"].entries()) {
    await field.fill(text);
    await page.keyboard.press("Enter");
    await turn(index + 1).waitFor();
  }
  await turn(2).getByRole("button", { name: "XL" }).click();
  await turn(3).waitFor();
}

const folder = copyQuickstart();
const sink = new PassThrough().resume();
const io = {
  stdin: Readable.from([]),
  stdout: sink,
  stderr: sink,
  env: process.env,
  cwd: folder,
  signals: process,
};
const dev = await runDev(io, {
  file: undefined,
  url: undefined,
  bot: undefined,
  port: 0,
  key: "the key of the pictures",
  auth: null,
  watch: true,
  keep: false,
});
const browser = await chromium.launch({
  executablePath: chromiumPath,
  args: ["--no-sandbox"],
});
try {
  mkdirSync(pictures, { recursive: true });
  const wide = { viewport: { width: 1280, height: 720 } };
  const page = await open(browser, dev.pageUrl, { ...wide, colorScheme: "light" });
  await talk(page);
  await picture(page, "playground-light");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "playground-dark");

  const phone = { viewport: { width: 360, height: 720 } };
  const small = await open(browser, dev.pageUrl, { ...phone, colorScheme: "light" });
  await picture(small, "phone");

  await page.emulateMedia({ colorScheme: "light" });
  await page.getByLabel("Send it with a fault").selectOption("reserialised");
  await page.locator(".diagnosis").first().waitFor();
  await picture(page, "signature");

  const file = join(folder, "webhook.ts");
  const good = readFileSync(file, "utf8");
  writeFileSync(file, good.replace("session.values.greeted =", "session.values.greeted = = "));
  await page.getByRole("alert", { name: "The webhook is broken" }).waitFor();
  await picture(page, "broken-file");

  // Some kinds of actions: the first bot file gives way to one with a step for each kind.
  writeFileSync(file, good);
  writeFileSync(join(folder, "bot.json"), JSON.stringify(galleryBot));
  await page.getByRole("button", { name: "New visitor" }).click();
  await page.getByRole("alert", { name: "The webhook is broken" }).waitFor({ state: "detached" });
  await page.setViewportSize({ width: 1280, height: 1580 });
  const steps = page.getByRole("region", { name: "Steps" });
  for (const kind of shown) await steps.getByRole("button", { name: kind }).first().click();
  await page.getByRole("article", { name: `Turn ${shown.length}`, exact: true }).waitFor();
  await page.getByText("1 of 3").hover();
  await picture(page, "actions", "#pane-chat");
} finally {
  await browser.close();
  dev.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log("Wrote the pictures into docs/pictures.");
