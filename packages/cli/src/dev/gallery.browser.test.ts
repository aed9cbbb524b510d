import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeInBrowser, openPlayground, type Playground } from "./browser.test-helpers.ts";
import { type DevBot, startBot } from "./dev.test-helpers.ts";
import { gallery, galleryBot, galleryWebhook, kinds } from "./gallery.test-helpers.ts";

describeInBrowser("the chat shows", () => {
  let bot: DevBot;
  let open: Playground;
  beforeAll(async () => {
    bot = await startBot({ bot: galleryBot, webhook: galleryWebhook });
    open = await openPlayground(bot.pageUrl);
  });
  afterAll(async () => {
    await open?.close();
    bot?.close();
  });

  /** The turn in which another visitor reaches the step of an action. */
  const reach = async (name: string) => {
    await bot.api("new-visitor", {});
    const step = galleryBot.steps.find((each) => each.name === name)?.id;
    const { status } = await bot.api("play", { type: "reach", step });
    expect(status).toBe(204);
    const turn = open.turn(1);
    await turn.locator(".step-chip", { hasText: `Step reached: ${name}` }).waitFor();
    return turn;
  };

  describe("the action", () => {
    it("of every kind there is", () => {
      expect(Object.keys(gallery)).toHaveLength(28);
    });

    it.each(kinds)("%s", async (kind) => {
      const turn = await reach(kind);
      if (kind === "wait_action") await turn.getByRole("button", { name: "Skip the wait" }).click();
      expect(await turn.ariaSnapshot()).toMatchSnapshot();
      open.checkQuiet();
    });
  });

  describe("what the visitor does", () => {
    const bubble = async (number: number) => {
      const turn = open.turn(number);
      await turn.waitFor();
      return turn.locator(".bubble.visitor, .aside").first().ariaSnapshot();
    };
    const press = (name: string) => open.turn(1).getByRole("button", { name, exact: true }).click();

    it("says a text", async () => {
      await reach("send_text_action");
      await open.say("I want a jacket\nand boots");
      expect(await bubble(2)).toMatchInlineSnapshot(
        `"- paragraph: "Visitor: I want a jacket and boots""`,
      );
    });

    it("presses a quick reply, which is marked then, and goes to another step", async () => {
      const turn = await reach("send_quick_replies_action");
      await press("XL");
      expect(await bubble(2)).toMatchInlineSnapshot(`"- paragraph: "Visitor: presses XL""`);
      expect(await turn.getByRole("button", { pressed: true }).textContent()).toBe("XL");
      expect(await open.turn(2).locator(".step-change").textContent()).toContain("The order");
    });

    it("presses a button of a card, told apart from the same button of another card", async () => {
      const turn = await reach("send_cards_action");
      const cards = turn.getByRole("region", { name: "3 cards" }).getByRole("article");
      await cards.nth(1).getByRole("button", { name: "Order" }).click();
      expect(await bubble(2)).toMatchInlineSnapshot(
        `"- paragraph: "Visitor: presses Order on Down jacket""`,
      );
      const pressed = turn.getByRole("button", { pressed: true });
      expect(await pressed.count()).toBe(1);
      expect(await cards.nth(1).getByRole("button", { pressed: true }).count()).toBe(1);
    });

    it("chooses from a list", async () => {
      const turn = await reach("send_choices_list_action");
      await press("Navy");
      expect(await bubble(2)).toMatchInlineSnapshot(
        `"- paragraph: "Visitor: chooses from Dark Navy""`,
      );
      expect(await turn.getByRole("button", { pressed: true }).textContent()).toBe("Navy");
      expect((await bot.snapshot()).situation.session.values).toMatchObject({ colour: "navy" });
    });

    it("rates", async () => {
      const turn = await reach("customer_satisfaction_action");
      await turn.getByRole("button", { name: "Great" }).click();
      expect(await bubble(2)).toMatchInlineSnapshot(`"- paragraph: "Visitor: rates Great""`);
    });

    it("tells where they are", async () => {
      await reach("ask_location_action");
      await press("Share the location");
      expect(await bubble(2)).toMatchInlineSnapshot(
        `"- paragraph: "Visitor: shares the location 48.8566, 2.3522""`,
      );
    });

    it("hands in documents, one after the other", async () => {
      await reach("ask_document_action");
      await press("Hand in");
      expect(await bubble(2)).toMatchInlineSnapshot(`
        "- paragraph:
          - text: "Visitor:"
          - img "student_card.png": student_card.png files.example"
      `);
      await open.turn(2).getByText("handed in").waitFor();
    });

    it.each(["image", "file", "audio", "video"])("attaches a file of the kind %s", async (kind) => {
      await reach("send_text_action");
      await open.page.getByRole("button", { name: "Attach a file" }).click();
      await open.page.getByLabel("Kind of file").selectOption(kind);
      await open.page.getByLabel("Address of the file").fill("https://files.example/one.bin");
      await open.page.getByRole("button", { name: "Attach", exact: true }).click();
      expect(await bubble(2)).toMatchSnapshot();
    });

    it("raises a custom event, and loads a page", async () => {
      await reach("send_text_action");
      await open.page.getByRole("button", { name: "Send an event" }).click();
      await open.page.getByLabel("Name of the event").fill("cart.left");
      await open.page.keyboard.press("Enter");
      expect(await bubble(2)).toMatchInlineSnapshot(`
        "- paragraph:
          - text: Input
          - code: custom_event
          - text: cart.left"
      `);
      await open.page.getByRole("button", { name: "Load a page" }).click();
      await open.page.getByLabel("Address of the page").fill("https://shop.example/cart");
      await open.page.getByRole("button", { name: "Load", exact: true }).click();
      expect(await bubble(3)).toMatchInlineSnapshot(`
        "- paragraph:
          - text: Input
          - code: url_loaded_event
          - text: https://shop.example/cart"
      `);
    });

    it("and what a developer edits", async () => {
      await reach("send_text_action");
      await bot.api("play", { type: "edit", session: { size: "L" }, channel: "facebook" });
      expect(await bubble(2)).toMatchInlineSnapshot(
        `"- paragraph: "Edited by hand: session, channel""`,
      );
    });
  });

  it("the other alternatives on hover, and by the keyboard", async () => {
    const turn = await reach("send_text_action");
    const others = turn.getByRole("note", { name: "Alternatives" });
    expect(await others.isVisible()).toBe(false);
    await turn.locator(".bubble.bot").hover();
    await others.waitFor();
    expect(await others.getByRole("listitem").allTextContents()).toEqual([
      "Good morning, the autumn jackets are in.",
      "Welcome back: have a look at our jackets.",
    ]);
    await open.page.getByLabel("What the visitor says").hover();
    await others.waitFor({ state: "hidden" });
    await turn.getByRole("button", { name: "1 of 3 alternatives" }).focus();
    await others.waitFor();
    await open.page.keyboard.press("Escape");
    await others.waitFor({ state: "hidden" });
  });

  it("a bot that waits as one that types, until the wait is skipped", async () => {
    const turn = await reach("wait_action");
    await turn.getByRole("status").waitFor();
    expect(await turn.locator(".system-note").count()).toBe(0);
    await turn.getByRole("button", { name: "Skip the wait" }).click();
    await turn.locator(".system-note", { hasText: "waits 3 s" }).waitFor();
    expect(await turn.getByRole("status").count()).toBe(0);
  });

  it.each([
    [1280, "light"],
    [360, "dark"],
  ] as const)(
    "all of it at %i px without a finding of axe, first %s",
    async (width, colorScheme) => {
      await bot.api("new-visitor", {});
      for (const { id } of galleryBot.steps) await bot.api("play", { type: "reach", step: id });
      const tall = await openPlayground(bot.pageUrl, { width, height: 6000, colorScheme });
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
