import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { describeInBrowser, openPlayground, type Playground } from "./browser.test-helpers.ts";
import { type DevBot, startBot, webhookText } from "./dev.test-helpers.ts";

describeInBrowser("the playground", () => {
  let bot: DevBot;
  let open: Playground;
  beforeAll(async () => {
    bot = await startBot();
    open = await openPlayground(bot.pageUrl);
    await open.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  });
  beforeEach(async () => {
    await bot.api("new-visitor", {});
    await open.page.getByRole("article", { name: /^Turn/ }).first().waitFor({ state: "detached" });
  });
  afterAll(async () => {
    await open?.close();
    bot?.close();
  });

  const field = () => open.page.getByLabel("What the visitor says");
  const exchange = () => open.page.getByRole("article", { name: /^Exchange / });
  const rows = () => open.page.getByRole("region", { name: "Requests and answers" });

  it("brings back with the arrow up what was said last", async () => {
    await open.say("I want a jacket");
    await open.turn(1).waitFor();
    await field().focus();
    await open.page.keyboard.press("ArrowUp");
    expect(await field().inputValue()).toBe("I want a jacket");
    await open.page.keyboard.press("Enter");
    await open.turn(2).getByText("I want a jacket").waitFor();
  });

  it("undoes the last turn", async () => {
    await open.say("one");
    await open.say("two");
    await open.turn(2).waitFor();
    await open.page.getByRole("button", { name: "Undo turn 2" }).click();
    await open.turn(2).waitFor({ state: "detached" });
    expect((await bot.snapshot()).turns).toHaveLength(1);
  });

  it("takes another visitor, of another name", async () => {
    const before = (await bot.snapshot()).situation.interlocutor;
    await open.say("one");
    await open.page.getByRole("button", { name: "New visitor" }).click();
    await open.turn(1).waitFor({ state: "detached" });
    const after = (await bot.snapshot()).situation.interlocutor;
    expect(after.id).not.toBe(before.id);
    await open.page.getByRole("heading", { name: `Visitor: ${after.firstName}` }).waitFor();
  });

  it("is told by the bot file's steps where to go on", async () => {
    const visitor = await open.pane("Visitor and bot");
    const steps = visitor.getByRole("region", { name: "Steps" }).getByRole("button");
    expect(await steps.allTextContents()).toEqual(["Welcomewebhook", "Jacketswebhook"]);
    await steps.nth(1).click();
    await open.turn(1).getByText("jackets", { exact: true }).waitFor();
    expect(await steps.nth(1).getAttribute("aria-current")).toBe("step");
    await open.page.getByRole("combobox", { name: "Reach a step" }).selectOption("Welcome");
    await open.turn(2).getByText("Which size?").waitFor();
  });

  it("edits session values, the visitor and the channel, and marks what the turn changed", async () => {
    const visitor = await open.pane("Visitor and bot");
    await visitor.getByRole("button", { name: "Edit Session values" }).click();
    const session = open.page.getByLabel("Session values as JSON");
    await session.fill("[1]");
    await open.page.getByRole("button", { name: "Save Session values" }).click();
    await visitor.getByText("Expected a JSON object").waitFor();
    await session.fill('{ "colour": "red", "old": 1 }');
    await open.page.getByRole("button", { name: "Save Session values" }).click();
    const colour = visitor.locator(".fields > div", { hasText: "colour" });
    await colour.getByText("changed", { exact: true }).waitFor();
    await visitor.getByRole("button", { name: "Edit Visitor" }).click();
    await open.page.getByLabel("Visitor as JSON").fill('{ "firstName": "Milou" }');
    await open.page.getByRole("button", { name: "Save Visitor" }).click();
    await open.page.getByRole("heading", { name: "Visitor: Milou" }).waitFor();
    await visitor.getByLabel("Channel").fill("facebook");
    await visitor.getByLabel("Channel").press("Enter");
    await open.turn(3).getByText("Edited by hand: channel").waitFor();
    expect(await colour.getByText("changed", { exact: true }).count()).toBe(0);
    await open.say("hi");
    await open.turn(4).waitFor();
    const { turns } = await bot.snapshot();
    const sent = JSON.parse(turns[3]?.exchanges[0]?.exchange.request.body ?? "");
    expect(sent.data.session.values).toEqual({ colour: "red", old: 1 });
    expect(sent.data.channel).toBe("facebook");
    expect(sent.data.interlocutor.firstName).toBe("Milou");
  });

  it("says of each exchange its status, time, size and signature", async () => {
    await open.say("hi");
    const row = rows().getByRole("button").first();
    await row.waitFor();
    expect(await row.textContent()).toMatch(/^200Welcome turn 1accepted\d+ ms\d+ B\d\d:\d\d:\d\d$/);
    const signature = exchange().getByRole("region", { name: "Signature" });
    const text = await signature.textContent();
    expect(text).toMatch(/signed textdate=\w{3}, .* GMT\\n and the body/);
    expect(text).toMatch(/headersha1=[0-9a-f]{40}/);
    expect(text).toContain("the key of the settings");
    expect(await open.page.content()).not.toContain(bot.key);
  });

  it("sends a request again, edited and re-signed", async () => {
    await open.say("hi");
    await exchange().waitFor();
    await open.page.getByRole("button", { name: "Send again" }).click();
    await rows().getByRole("button", { name: "sent again" }).waitFor();
    await open.page.getByRole("button", { name: "Edit and re-sign" }).click();
    const editor = open.page.getByRole("textbox", { name: "Body of the request" });
    await editor.fill('{ "topic": "conversation.step_reached" }');
    await open.page.getByRole("button", { name: "Sign and send" }).click();
    await exchange().getByText("422 payload_invalid").waitFor();
    expect(await exchange().getByRole("region", { name: "Signature" }).textContent()).toContain(
      "accepted",
    );
  });

  it("marks in the JSON what a problem is about", async () => {
    await open.say("hi");
    await exchange().waitFor();
    const { turns } = await bot.snapshot();
    const body = JSON.parse(turns[0]?.exchanges[0]?.exchange.request.body ?? "");
    body.data = 7;
    await bot.api("resend", { exchange: "1.1", body: JSON.stringify(body) });
    const row = rows().getByRole("button", { name: "422" });
    await row.click();
    const request = exchange().getByRole("region", { name: "Request", exact: true });
    expect(await request.locator(".marked").textContent()).toContain('"data": 7');
  });

  it("copies a request as a curl command", async () => {
    await open.say("hi");
    await exchange().waitFor();
    await open.page.getByRole("button", { name: "Copy as curl" }).click();
    await open.page.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await open.page.evaluate<string>("navigator.clipboard.readText()");
    expect(copied).toBe((await bot.snapshot()).turns[0]?.exchanges[0]?.curl);
    expect(copied).toContain('-hmac "$CLUSTAAR_PRIVATE_KEY"');
  });

  it("filters the exchanges", async () => {
    await open.say("hi");
    await exchange().waitFor();
    await open.page.getByLabel("Send it with a fault").selectOption("stale");
    await rows().getByRole("button", { name: "stale" }).waitFor();
    expect(await rows().getByRole("button").count()).toBe(2);
    await open.page.getByLabel("Filter the exchanges").fill("request_too_old");
    expect(await rows().getByRole("button").count()).toBe(1);
    await open.page.getByLabel("Filter the exchanges").fill("nothing of the kind");
    await open.page.getByText("Nothing fits the filter.").waitFor();
    await open.page.getByLabel("Filter the exchanges").fill("");
  });

  it("is worked with the keyboard alone", async () => {
    const press = async (key: string, until: string) => {
      for (let times = 0; times < 40; times++) {
        await open.page.keyboard.press(key);
        const focused = await open.page.evaluate<string>(
          "(document.activeElement?.getAttribute('aria-label') ?? '') + document.activeElement?.textContent",
        );
        if (focused.includes(until)) return;
      }
      throw new Error(`never came to ${until}`);
    };
    await field().focus();
    await open.page.keyboard.type("hi");
    await open.page.keyboard.press("Enter");
    await open.turn(1).getByText("Which size?").waitFor();
    await press("Shift+Tab", "XL");
    await open.page.keyboard.press("Enter");
    await open.turn(2).getByText("jackets", { exact: true }).waitFor();
    await press("Tab", "Go back to turn 1");
    await open.page.keyboard.press("Space");
    await open.turn(2).waitFor({ state: "detached" });
    // The panes of a narrow screen are tabs: one of them is in the tab order, the arrows go from one to the next.
    await open.page.setViewportSize({ width: 360, height: 740 });
    const tab = (name: string) => open.page.getByRole("tab", { name });
    await tab("Chat").focus();
    await open.page.keyboard.press("ArrowRight");
    expect(await tab("Visitor and bot").getAttribute("aria-selected")).toBe("true");
    await open.page.keyboard.press("End");
    await rows().waitFor();
    await open.page.keyboard.press("Home");
    await field().waitFor();
    await open.page.setViewportSize({ width: 1280, height: 800 });
  });

  it("has the conversation still after a reload, and after the webhook was started again", async () => {
    await open.say("remember this");
    await open.turn(1).getByText("Which size?").waitFor();
    await open.page.reload();
    await open.turn(1).getByText("remember this").waitFor();
    await bot.rewrite(webhookText);
    await open.turn(1).getByRole("button", { name: "XL" }).click();
    await open.turn(2).getByText("jackets", { exact: true }).waitFor();
  });

  it("finds the dev server again when that was restarted, and its conversation with it", async () => {
    const first = await startBot({ keep: true });
    const again = await openPlayground(first.pageUrl);
    let second: DevBot | undefined;
    try {
      await again.say("remember this");
      await again.turn(1).getByText("Which size?").waitFor();
      first.stop();
      await again.page.getByText("waiting for the dev server").waitFor();
      second = await startBot({ keep: true, folder: first.folder, port: first.port });
      expect(second.pageUrl).toBe(first.pageUrl);
      await again.page.getByText("running, signed").waitFor();
      await again.turn(1).getByRole("button", { name: "XL" }).click();
      await again.turn(2).getByText("jackets", { exact: true }).waitFor();
      // A connection that was refused is all that the console shows.
      expect(again.errors.filter((error) => !error.includes("net::ERR_"))).toEqual([]);
    } finally {
      await again.close();
      first.close();
      second?.close();
    }
  });

  it("shows a bot that types while the webhook is being called", async () => {
    await bot.rewrite(
      webhookText.replace(
        '"conversation.step_reached",\n  ({ notification }) => {',
        '"conversation.step_reached",\n  async ({ notification }) => {\n    await new Promise((done) => setTimeout(done, 1000));',
      ),
    );
    await open.page.getByRole("combobox", { name: "Reach a step" }).selectOption("Jackets");
    await open.page.getByText("The webhook is being called").waitFor();
    await open.turn(1).getByText("jackets", { exact: true }).waitFor();
    expect(await open.page.getByText("The webhook is being called").count()).toBe(0);
    await bot.rewrite(webhookText);
  });

  it("changes its colours, and remembers it", async () => {
    const surface = () =>
      open.page.evaluate<string>(
        "getComputedStyle(document.querySelector('.header')).backgroundColor",
      );
    const light = await surface();
    await open.page.getByRole("button", { name: "Colours: system; change to light" }).click();
    await open.page.getByRole("button", { name: "Colours: light; change to dark" }).click();
    expect(await surface()).not.toBe(light);
    await open.page.reload();
    await open.page.getByRole("button", { name: "Colours: dark; change to system" }).click();
    expect(await surface()).toBe(light);
  });

  it("stays smooth with 1,000 turns, and finds one by its link", { timeout: 180_000 }, async () => {
    // A page that is open would draw each of them.
    await open.page.goto("about:blank");
    for (let turn = 1; turn <= 1000; turn++) {
      await bot.api(
        "play",
        turn % 10 !== 1
          ? { type: "edit", session: { turn } }
          : { type: "say", text: `text ${turn}` },
      );
    }
    await open.page.goto(bot.pageUrl);
    await open.turn(1000).waitFor();
    const nodes = () => open.page.evaluate<number>("document.querySelectorAll('*').length");
    expect(await nodes()).toBeLessThan(2500);
    expect(await open.page.getByRole("article", { name: /^Turn/ }).count()).toBeLessThan(60);
    expect(await rows().getByRole("button").count()).toBeLessThan(60);
    // A new turn is shown at the end, and the beginning is a key away.
    await open.say("one more");
    await open.turn(1001).getByText("one more").waitFor();
    await open.page.getByRole("region", { name: "Conversation" }).first().focus();
    await open.page.keyboard.press("Home");
    await open.turn(1).getByText("text 1", { exact: false }).waitFor();
    expect(await nodes()).toBeLessThan(2500);

    const linked = await openPlayground(`${bot.pageUrl}#turn-501`);
    await linked.turn(501).waitFor();
    expect(
      await linked.turn(501).getByRole("link", { name: "Turn 501" }).getAttribute("aria-current"),
    ).toBe("true");
    const top = await linked.turn(501).boundingBox();
    expect(top?.y).toBeGreaterThanOrEqual(0);
    expect(top?.y).toBeLessThan(400);
    await linked.turn(503).getByRole("link", { name: "Turn 503" }).click();
    expect(linked.page.url()).toMatch(/#turn-503$/);
    linked.checkQuiet();
    await linked.close();
  });

  it("says nothing on the console, and asks no other origin", () => {
    open.checkQuiet();
  });
});
