import type { Input } from "@clustaar/schemas";
import type { VisitorInput } from "@clustaar/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInBrowser } from "./browser.test-helpers.ts";
import { type GalleryPage, openGallery } from "./gallery-page.test-helpers.ts";
import { expectPicture } from "./pictures.test-helpers.ts";

/** An input, and the kind of action that it answers. */
type Played = readonly [input: VisitorInput, answers?: string];

const ORDER = "507f191e810c19729de860ff";
const image = { type: "image", url: "https://files.example/jacket.png" } as const;
const invoice = { type: "file", url: "https://files.example/invoice.pdf" } as const;

/** Everything that a visitor, or a developer, can do; the compiler asks for a new kind. */
const inputs: { readonly [T in Exclude<VisitorInput["type"], "send">]: Played } = {
  say: [{ type: "say", text: "I want a jacket\nand boots" }],
  click: [{ type: "click", title: "Order", card: "Down jacket" }, "send_cards_action"],
  choose: [{ type: "choose", list: "Dark", title: "Navy" }, "send_choices_list_action"],
  attach: [
    {
      type: "attach",
      attachments: [
        image,
        invoice,
        { type: "audio", url: "https://files.example/question.mp3" },
        { type: "video", url: "https://files.example/unpacking.mp4" },
        { type: "unknown", wire: { type: "hologram", depth: 3 } },
      ],
    },
  ],
  rate: [{ type: "rate", rating: "Great" }, "customer_satisfaction_action"],
  locate: [{ type: "locate", lat: 48.8566, long: 2.3522 }, "ask_location_action"],
  reach: [{ type: "reach", step: ORDER }],
  edit: [{ type: "edit", session: { size: "L" }, channel: "facebook" }],
};

/** Every type of input that travels, as it is on the wire. */
const sent: { readonly [T in Input["type"]]: Record<string, unknown> } = {
  message: { type: "message", text: "Is this the same one?", attachments: [image, invoice] },
  url_loaded_event: { type: "url_loaded_event", url: "https://shop.example/cart" },
  go_to_action: {
    type: "go_to_action",
    target: { type: "step", stepID: ORDER, name: "The order" },
  },
  custom_event: { type: "custom_event", name: "cart.left" },
  unknown: { type: "gesture", name: "wave", with: "both hands" },
};

const pictures: [name: string, ...Played][] = [
  ...Object.entries(inputs).map(([type, played]): [string, ...Played] => [type, ...played]),
  ...Object.entries(sent).map(([type, input]): [string, ...Played] => [
    `send-${type}`,
    { type: "send", input },
  ]),
];

describeInBrowser("what the visitor does", () => {
  let page: GalleryPage;
  beforeAll(async () => {
    page = await openGallery();
  });
  afterAll(() => page?.close());

  const bubble = async (number: number) => {
    const turn = page.open.turn(number);
    await turn.waitFor();
    return turn.locator(".bubble.visitor, .aside").first().ariaSnapshot();
  };
  const press = (name: string) =>
    page.open.turn(1).getByRole("button", { name, exact: true }).click();

  it.each(pictures)("looks like its picture: %s", async (name, input, answers) => {
    await page.reach(answers ?? "send_text_action");
    const { status } = await page.bot.api("play", input);
    expect(status).toBe(204);
    const turn = page.open.turn(2);
    await turn.waitFor();
    await expectPicture(turn, `input-${name}`);
    if (name === "say") {
      await page.open.page.emulateMedia({ colorScheme: "dark" });
      await expectPicture(turn, `input-${name}-dark`);
      await page.open.page.emulateMedia({ colorScheme: "light" });
    }
    page.open.checkQuiet();
  });

  it("says a text", async () => {
    await page.reach("send_text_action");
    await page.open.say("I want a jacket\nand boots");
    expect(await bubble(2)).toMatchInlineSnapshot(
      `"- paragraph: "Visitor: I want a jacket and boots""`,
    );
  });

  it("presses a quick reply, which is marked then, and goes to another step", async () => {
    const turn = await page.reach("send_quick_replies_action");
    await press("XL");
    expect(await bubble(2)).toMatchInlineSnapshot(`"- paragraph: "Visitor: presses XL""`);
    expect(await turn.getByRole("button", { pressed: true }).textContent()).toBe("XL");
    expect(await page.open.turn(2).locator(".step-change").textContent()).toContain("The order");
  });

  it("presses a button of a card, told apart from the same button of another card", async () => {
    const turn = await page.reach("send_cards_action");
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
    const turn = await page.reach("send_choices_list_action");
    await press("Navy");
    expect(await bubble(2)).toMatchInlineSnapshot(
      `"- paragraph: "Visitor: chooses from Dark Navy""`,
    );
    expect(await turn.getByRole("button", { pressed: true }).textContent()).toBe("Navy");
    expect((await page.bot.snapshot()).situation.session.values).toMatchObject({ colour: "navy" });
  });

  it("rates", async () => {
    const turn = await page.reach("customer_satisfaction_action");
    await turn.getByRole("button", { name: "Great" }).click();
    expect(await bubble(2)).toMatchInlineSnapshot(`"- paragraph: "Visitor: rates Great""`);
  });

  it("tells where they are", async () => {
    await page.reach("ask_location_action");
    await press("Share the location");
    expect(await bubble(2)).toMatchInlineSnapshot(
      `"- paragraph: "Visitor: shares the location 48.8566, 2.3522""`,
    );
  });

  it("hands in documents, one after the other", async () => {
    await page.reach("ask_document_action");
    await press("Hand in");
    expect(await bubble(2)).toMatchInlineSnapshot(`
      "- paragraph:
        - text: "Visitor:"
        - img "student_card.png": student_card.png files.example"
    `);
    await page.open.turn(2).getByText("handed in").waitFor();
  });

  it.each(["image", "file", "audio", "video"])("attaches a file of the kind %s", async (kind) => {
    await page.reach("send_text_action");
    await page.open.page.getByRole("button", { name: "Attach a file" }).click();
    await page.open.page.getByLabel("Kind of file").selectOption(kind);
    await page.open.page.getByLabel("Address of the file").fill("https://files.example/one.bin");
    await page.open.page.getByRole("button", { name: "Attach", exact: true }).click();
    expect(await bubble(2)).toMatchSnapshot();
  });

  it("sends a text and a file together", async () => {
    await page.reach("send_text_action");
    await page.open.page.getByLabel("What the visitor says").fill("Is this the same one?");
    await page.open.page.getByRole("button", { name: "Attach a file" }).click();
    await page.open.page.getByLabel("Kind of file").selectOption("file");
    await page.open.page.getByLabel("Address of the file").fill("https://files.example/one.bin");
    await page.open.page.getByRole("button", { name: "Attach", exact: true }).click();
    expect(await bubble(2)).toMatchInlineSnapshot(
      `"- paragraph: "Visitor: Is this the same one? file one.bin""`,
    );
    expect(await page.open.page.getByLabel("What the visitor says").inputValue()).toBe("");
    const { turns } = await page.bot.snapshot();
    expect(turns[1]?.turn.input).toEqual({
      type: "send",
      input: {
        type: "message",
        text: "Is this the same one?",
        attachments: [{ type: "file", url: "https://files.example/one.bin" }],
      },
    });
  });

  it("hands over an input of a kind that nobody knows", async () => {
    await page.reach("unknown");
    await page.bot.api("play", { type: "send", input: sent.unknown });
    expect(await bubble(2)).toMatchInlineSnapshot(`
      "- paragraph:
        - text: Unknown input
        - code: "{\\"type\\":\\"gesture\\",\\"name\\":\\"wave\\",\\"with\\":\\"both hands\\"}""
    `);
    const { turns } = await page.bot.snapshot();
    const body = JSON.parse(turns[1]?.exchanges[0]?.exchange.request.body ?? "");
    expect(body.data.input).toEqual(sent.unknown);
  });

  it("raises a custom event, and loads a page", async () => {
    await page.reach("send_text_action");
    await page.open.page.getByRole("button", { name: "Send an event" }).click();
    await page.open.page.getByLabel("Name of the event").fill("cart.left");
    await page.open.page.keyboard.press("Enter");
    expect(await bubble(2)).toMatchInlineSnapshot(`
      "- paragraph:
        - text: Input
        - code: custom_event
        - text: cart.left"
    `);
    await page.open.page.getByRole("button", { name: "Load a page" }).click();
    await page.open.page.getByLabel("Address of the page").fill("https://shop.example/cart");
    await page.open.page.getByRole("button", { name: "Load", exact: true }).click();
    expect(await bubble(3)).toMatchInlineSnapshot(`
      "- paragraph:
        - text: Input
        - code: url_loaded_event
        - text: https://shop.example/cart"
    `);
  });

  it("and what a developer edits", async () => {
    await page.reach("send_text_action");
    await page.bot.api("play", { type: "edit", session: { size: "L" }, channel: "facebook" });
    expect(await bubble(2)).toMatchInlineSnapshot(
      `"- paragraph: "Edited by hand: session, channel""`,
    );
  });
});
