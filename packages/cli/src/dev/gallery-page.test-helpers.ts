import type { Locator } from "playwright-core";
import { expect } from "vitest";
import { openPlayground, type Playground } from "./browser.test-helpers.ts";
import { type DevBot, startBot } from "./dev.test-helpers.ts";
import { galleryBot, galleryWebhook } from "./gallery.test-helpers.ts";

/** The bot that knows every kind of action, and a page of it that pictures are taken of. */
export interface GalleryPage {
  readonly bot: DevBot;
  readonly open: Playground;
  /** The turn in which another visitor reaches the step of an action. */
  reach(kind: string): Promise<Locator>;
  close(): Promise<void>;
}

/** Opens it as narrow as a phone, so that the pictures are small. */
export async function openGallery(): Promise<GalleryPage> {
  const bot = await startBot({ bot: galleryBot, webhook: galleryWebhook });
  const open = await openPlayground(bot.pageUrl, { width: 420, height: 1000, pictures: true });
  return {
    bot,
    open,
    async reach(kind) {
      await bot.api("new-visitor", {});
      const step = galleryBot.steps.find(({ name }) => name === kind)?.id;
      const { status } = await bot.api("play", { type: "reach", step });
      expect(status).toBe(204);
      const turn = open.turn(1);
      await turn.locator(".step-chip", { hasText: `Step reached: ${kind}` }).waitFor();
      return turn;
    },
    async close() {
      await open.close();
      bot.close();
    },
  };
}
