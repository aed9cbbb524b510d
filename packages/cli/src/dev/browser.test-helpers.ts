import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, describe, expect } from "vitest";
import { chromiumPath } from "./chromium-path.test-helpers.ts";
import { usePictureFonts } from "./pictures.test-helpers.ts";
import { shared } from "./shared.test-helpers.ts";

const missing = !existsSync(chromiumPath);
if (missing && !process.env.CI) {
  console.warn(`Skipped: no browser at ${chromiumPath}; install chromium, or set CHROMIUM.`);
}

/** Tests that need a browser: skipped where there is none, a failure where `CI` is set. */
export const describeInBrowser = describe.skipIf(missing && !process.env.CI);

let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

/** The browser that all test files share; its pages are closed when this one is over. */
export function sharedBrowser(): Promise<Browser> {
  browser ??= shared("browser").then((endpoint) => chromium.connect(endpoint));
  return browser;
}

/** How a page is opened. */
export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
  /** Whether pictures are taken of it: with fonts that are the same on every machine, which its policy would refuse. */
  readonly pictures?: boolean;
}

/** A page of the playground, and all that it did beside. */
export class Playground {
  readonly page: Page;
  /** Errors that it wrote to its console, or threw. */
  readonly errors: string[] = [];
  /** Requests to other origins. */
  readonly foreign: string[] = [];
  readonly #width: number;

  constructor(page: Page, origin: string, width: number) {
    this.page = page;
    this.#width = width;
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== origin) this.foreign.push(request.url());
    });
  }

  /** The visitor types a text. */
  async say(text: string): Promise<void> {
    await this.pane("Chat");
    await this.page.getByLabel("What the visitor says").fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** A pane, which a narrow screen has to show first. */
  async pane(name: "Chat" | "Visitor and bot" | "Exchanges") {
    if (this.#width <= 1024) await this.page.getByRole("tab", { name }).click();
    return this.page.getByRole("region", { name, exact: true });
  }

  turn(number: number) {
    return this.page.getByRole("article", { name: `Turn ${number}`, exact: true });
  }

  /** Nothing serious for axe to find, and nothing wider than the screen. */
  async checkAccessible(): Promise<void> {
    await this.page.evaluate(axe);
    expect(await this.page.evaluate<string[]>(seriousFindings("{}"))).toEqual([]);
    const width = await this.page.evaluate<number>("document.documentElement.scrollWidth");
    expect(width).toBeLessThanOrEqual(this.#width);
  }

  /** Texts that can be read in the colours of now. */
  async checkContrast(): Promise<void> {
    await this.page.evaluate(axe);
    const findings = seriousFindings('{ runOnly: ["color-contrast"] }');
    expect(await this.page.evaluate<string[]>(findings)).toEqual([]);
  }

  /** It said nothing on its console, and asked no other origin. */
  checkQuiet(): void {
    expect(this.errors).toEqual([]);
    expect(this.foreign).toEqual([]);
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/** Opens the page of a dev server in a browser profile of its own; its Content-Security-Policy is in force, but for pictures. */
export async function openPlayground(
  pageUrl: string,
  { width = 1280, height = 800, colorScheme = "light", pictures = false }: PageOptions = {},
): Promise<Playground> {
  const context = await (await sharedBrowser()).newContext({
    viewport: { width, height },
    colorScheme,
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    bypassCSP: pictures,
    // Colours that are still changing have no contrast to measure.
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const playground = new Playground(page, new URL(pageUrl).origin, width);
  await page.goto(pageUrl);
  await page.getByText("running", { exact: false }).first().waitFor();
  if (pictures) await usePictureFonts(page);
  return playground;
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Runs in the page, so it is text: this file is checked without the types of a browser. */
const seriousFindings = (options: string) => `axe.run(${options}).then(({ violations }) =>
  violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" | ")),
)`;
