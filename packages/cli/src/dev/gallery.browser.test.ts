import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeInBrowser, openPlayground } from "./browser.test-helpers.ts";
import { gallery, galleryBot, kinds } from "./gallery.test-helpers.ts";
import { type GalleryPage, openGallery } from "./gallery-page.test-helpers.ts";
import { comparePictures, expectPicture, takePicture } from "./pictures.test-helpers.ts";

/** The kinds whose pictures are taken in the dark too: between them they use every colour. */
const alsoDark: readonly string[] = [
  "send_text_action",
  "send_cards_action",
  "customer_satisfaction_action",
  "send_email_action",
  "unknown",
];

describeInBrowser("the chat shows", () => {
  let page: GalleryPage;
  beforeAll(async () => {
    page = await openGallery();
  });
  afterAll(() => page?.close());

  describe("the action", () => {
    it("of every kind there is", () => {
      expect(Object.keys(gallery)).toHaveLength(28);
    });

    it.each(kinds)("%s", async (kind) => {
      const turn = await page.reach(kind);
      if (kind === "wait_action") {
        await expectPicture(turn, "wait_action-typing");
        await turn.getByRole("button", { name: "Skip the wait" }).click();
      }
      expect(await turn.ariaSnapshot()).toMatchSnapshot();
      await expectPicture(turn, kind);
      if (alsoDark.includes(kind)) {
        await page.open.page.emulateMedia({ colorScheme: "dark" });
        await expectPicture(turn, `${kind}-dark`);
        await page.open.page.emulateMedia({ colorScheme: "light" });
      }
      page.open.checkQuiet();
    });
  });

  it("nothing new without its picture telling: one letter is enough", async () => {
    const turn = await page.reach("send_text_action");
    const before = await takePicture(turn);
    expect(comparePictures(await takePicture(turn), before).difference).toBeUndefined();
    await turn.locator(".rich b").evaluate((element) => {
      (element as unknown as { textContent: string }).textContent = "autumn jackeis";
    });
    expect(comparePictures(await takePicture(turn), before).difference).toContain(
      "expected at most 6 differing pixels in a square of 16 by 16",
    );
  });

  it("the other alternatives on hover, and by the keyboard", async () => {
    const turn = await page.reach("send_text_action");
    const others = turn.getByRole("note", { name: "Alternatives" });
    expect(await others.isVisible()).toBe(false);
    await turn.locator(".bubble.bot").hover();
    await others.waitFor();
    expect(await others.getByRole("listitem").allTextContents()).toEqual([
      "Good morning, the autumn jackets are in.",
      "Welcome back: have a look at our jackets.",
    ]);
    await page.open.page.getByLabel("What the visitor says").hover();
    await others.waitFor({ state: "hidden" });
    await turn.getByRole("button", { name: "1 of 3 alternatives" }).focus();
    await others.waitFor();
    await page.open.page.keyboard.press("Escape");
    await others.waitFor({ state: "hidden" });
  });

  it("a bot that waits as one that types, until the wait is skipped", async () => {
    const turn = await page.reach("wait_action");
    await turn.getByRole("status").waitFor();
    expect(await turn.locator(".system-note").count()).toBe(0);
    await turn.getByRole("button", { name: "Skip the wait" }).click();
    await turn.locator(".system-note", { hasText: "waits 7 s" }).waitFor();
    expect(await turn.getByRole("status").count()).toBe(0);
  });

  it.each([
    [1280, "light"],
    [360, "dark"],
  ] as const)(
    "all of it at %i px without a finding of axe, first %s",
    async (width, colorScheme) => {
      await page.bot.api("new-visitor", {});
      for (const { id } of galleryBot.steps)
        await page.bot.api("play", { type: "reach", step: id });
      const tall = await openPlayground(page.bot.pageUrl, { width, height: 6000, colorScheme });
      await tall.turn(kinds.length + 1).waitFor();
      expect(await tall.page.getByRole("article", { name: /^Turn / }).count()).toBe(
        kinds.length + 1,
      );
      await tall.checkAccessible();
      // The other colours once more.
      await tall.page.emulateMedia({ colorScheme: colorScheme === "light" ? "dark" : "light" });
      await tall.checkContrast();
      // Whatever is too wide scrolls in a box of its own.
      const chat = await tall.pane("Chat");
      const conversation = chat.getByRole("region", { name: "Conversation" });
      const [scrollWidth, clientWidth] = await conversation.evaluate((element) => {
        const box = element as unknown as { scrollWidth: number; clientWidth: number };
        return [box.scrollWidth, box.clientWidth];
      });
      expect(scrollWidth).toBe(clientWidth);
      tall.checkQuiet();
      await tall.close();
    },
  );
});
