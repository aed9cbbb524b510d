import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  describeInBrowser,
  openPlayground,
  type Playground,
  sharedBrowser,
} from "./browser.test-helpers.ts";
import { type DevBot, startBot, webhookText } from "./dev.test-helpers.ts";
import { pythonServer } from "./python-server.test-helpers.ts";

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describeInBrowser("the playground, open beside a hostile page", () => {
  let bot: DevBot;
  let server: Server;
  let origin: string;
  beforeAll(async () => {
    bot = await startBot();
    await bot.api("play", { type: "say", text: "a secret" });
    // A page of the attacker's own, on another port of this machine: another origin.
    server = createServer((_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<title>evil</title><body>"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = addressOf(server);
  });
  afterAll(() => {
    server?.closeAllConnections();
    server?.close();
    bot?.close();
  });

  /** What a page gets that knows even the token: the worst case. */
  const attack = (target: string, token: string) => `Promise.all([
    fetch("${target}/api/events", { headers: { authorization: "Bearer ${token}" } }),
    fetch("${target}/api/play", { method: "POST", headers: { authorization: "Bearer ${token}" }, body: '{"type":"say","text":"evil"}' }),
    fetch("${target}/api/play", { method: "POST", mode: "no-cors", body: '{"type":"say","text":"evil"}' }),
    fetch("${target}/webhook", { method: "POST", mode: "no-cors", body: "{}" }),
    fetch("${target}/", {}),
  ].map((call) => call.then(
    async (response) => response.type === "opaque" ? "opaque" : response.status + " " + (await response.text()).slice(0, 200),
    () => "refused",
  )))`;

  it("lets a page of another origin neither read nor send", async () => {
    const page = await (await sharedBrowser()).newPage();
    await page.goto(origin);
    const seen = await page.evaluate<string[]>(attack(bot.origin, bot.token));
    expect(seen).toEqual(seen.map(() => "refused"));
    // It can be neither framed, nor posted to by a form, nor loaded as a script or an image.
    const loaded = await page.evaluate<
      string[]
    >(`Promise.all(["iframe", "img", "script"].map((tag) =>
      new Promise((resolve) => {
        const element = document.createElement(tag);
        element.onload = () => resolve(tag === "iframe" ? (element.contentDocument === null ? "closed" : "open") : "loaded");
        element.onerror = () => resolve("refused");
        element.src = "${bot.origin}/";
        document.body.append(element);
      })))`);
    expect(loaded).toEqual(["closed", "refused", "refused"]);
    await page.evaluate(`(() => {
      const form = document.createElement("form");
      form.method = "post"; form.enctype = "text/plain"; form.action = "${bot.origin}/api/new-visitor";
      document.body.append(form);
      form.submit();
    })()`);
    await page.waitForURL(`${bot.origin}/**`);
    expect(await page.content()).toContain("wrong_origin");
    await page.close();
    const { turns } = await bot.snapshot();
    expect(turns.map(({ turn }) => turn.input)).toEqual([{ type: "say", text: "a secret" }]);
  });

  it("answers nothing under a name that was rebound to this machine", async () => {
    const page = await (await sharedBrowser()).newPage();
    const rebound = `http://rebound.example:${bot.port}`;
    const response = await page.goto(`${rebound}/?token=${bot.token}`);
    expect(response?.status()).toBe(403);
    expect(await page.content()).toContain("wrong_host");
    // To the browser this is the attacker's own origin: it may read what is answered.
    const [events, play] = await page.evaluate<string[]>(attack(rebound, bot.token));
    expect(events).toMatch(/^403 .*wrong_host/);
    expect(play).toMatch(/^403 .*wrong_host/);
    await page.close();
    expect((await bot.snapshot()).turns).toHaveLength(1);
  });

  it("says where to go when the token is another server's", async () => {
    const page = await (await sharedBrowser()).newPage();
    await page.goto(`${bot.origin}/?token=old`);
    await page.getByText("Open the address that `clustaar dev` printed last.").waitFor();
    await page.close();
  });
});

describeInBrowser("the playground, with a bot that", () => {
  /** What the webhook answers: written by hand, past every check of ours. */
  let answerWith: RequestListener = (_request, response) => response.end();
  const webhook = createServer((request, response) => answerWith(request, response));
  let bot: DevBot;
  let open: Playground;
  beforeAll(async () => {
    await new Promise<void>((resolve) => webhook.listen(0, "127.0.0.1", resolve));
    bot = await startBot({ url: `${addressOf(webhook)}/webhook` });
    open = await openPlayground(bot.pageUrl);
  });
  afterAll(async () => {
    await open?.close();
    bot?.close();
    webhook.closeAllConnections();
    webhook.close();
  });

  /** Has the webhook answer so, and says something to it. */
  const answer = async (listener: RequestListener) => {
    answerWith = listener;
    await bot.api("new-visitor", {});
    await open.turn(1).waitFor({ state: "detached" });
    await open.say("attack");
    await open.turn(1).waitFor();
  };
  const json =
    (body: unknown): RequestListener =>
    (_request, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  const isAlive = async () => {
    expect(await open.page.evaluate<boolean>("'hit' in window")).toBe(false);
    expect(await open.page.getByLabel("What the visitor says").isEnabled()).toBe(true);
    open.checkQuiet();
  };

  it("answers with scripts, handlers and links to them", async () => {
    await answer(
      json({
        actions: [
          {
            type: "send_text_action",
            alternatives: [
              "<script>window.hit = 1</script><img src=x onerror='window.hit=1'><svg onload='window.hit=1'>",
              "<b onclick='window.hit=1'>other</b>",
            ],
          },
          {
            type: "send_text_action",
            alternatives: [
              "<a href='javascript:window.hit=1'>bad</a> <a href='https://ok.example' onclick='window.hit=1'>ok</a> <a href='data:text/html,x'>data</a>",
            ],
          },
          {
            type: "send_cards_action",
            cards: [
              {
                type: "card",
                title: "A",
                url: "javascript:window.hit=1",
                buttons: [
                  {
                    type: "button",
                    title: "Go",
                    action: { type: "open_url_action", url: "javascript:window.hit=1" },
                  },
                ],
              },
            ],
          },
        ],
      }),
    );
    await open.turn(1).getByText("<script>window.hit", { exact: false }).waitFor();
    expect(
      await open.page.locator(".turn script, .turn img, .turn [onclick], .turn [onload]").count(),
    ).toBe(0);
    const links = await open
      .turn(1)
      .locator("a:not(.turn-number)")
      .evaluateAll((all) => all.map((link) => (link as unknown as { href: string }).href));
    expect(links).toEqual(["https://ok.example/"]);
    await open.turn(1).getByText("bad").click();
    await open.turn(1).getByRole("button", { name: "Go" }).click();
    await open.turn(2).waitFor();
    await isAlive();
  });

  it("answers with 5,000 cards, buttons and choices", async () => {
    await answer(
      json({
        actions: [
          {
            type: "send_cards_action",
            cards: Array.from({ length: 5000 }, (_, index) => ({
              type: "card",
              title: `Card ${index}`,
              imageURL: `http://x.example/${index}`,
              buttons: [],
            })),
          },
          {
            type: "send_quick_replies_action",
            message: "m",
            buttons: Array.from({ length: 5000 }, (_, index) => ({
              type: "quick_reply",
              title: `B${index}`,
              action: { type: "share_action" },
            })),
          },
        ],
      }),
    );
    await open.turn(1).getByText("and 4950 more").waitFor();
    expect(await open.page.evaluate<number>("document.querySelectorAll('*').length")).toBeLessThan(
      6000,
    );
    await isAlive();
  });

  it("answers with texts of 1 MiB, or nests deeply", async () => {
    await answer(
      json({
        actions: [
          { type: "send_text_action", alternatives: ["x".repeat(2 ** 20)] },
          { type: "send_text_action", alternatives: [`${"<b>".repeat(5000)}deep`] },
          {
            type: "teleport_action",
            to: JSON.parse("[".repeat(500) + "]".repeat(500)),
            text: "y".repeat(2 ** 20),
          },
        ],
      }),
    );
    await open.turn(1).getByText("Unknown action").waitFor();
    expect((await open.turn(1).textContent())?.length).toBeLessThan(100_000);
    await isAlive();
  });

  it.each<[string, RequestListener, string]>([
    ["nothing at all", (_request, response) => response.end(), "200"],
    ["no JSON", (_request, response) => response.end("<html>"), "200"],
    [
      "bytes that are not text",
      (_request, response) => response.end(new Uint8Array([255, 254, 0, 1])),
      "200",
    ],
    ["an error without a body", (_request, response) => response.writeHead(500).end(), "500"],
  ])("answers %s", async (_name, listener, status) => {
    await answer(listener);
    await open.turn(1).locator(".problem").waitFor();
    expect(await open.page.locator(".exchange-row .http-status").first().textContent()).toBe(
      status,
    );
    await isAlive();
  });

  it("breaks a limit, and marks the place", async () => {
    await answer(
      json({
        actions: [
          {
            type: "send_quick_replies_action",
            message: "m",
            buttons: [
              {
                type: "quick_reply",
                title: "This title is longer than it may be, ".repeat(3),
                action: { type: "share_action" },
              },
            ],
          },
        ],
      }),
    );
    const exchange = open.page.getByRole("article", { name: /^Exchange / });
    await exchange.getByRole("region", { name: "Broken limits" }).waitFor();
    const marked = exchange.getByRole("region", { name: "Answer", exact: true }).locator(".marked");
    expect(await marked.textContent()).toContain("This title is longer than it may be");
    await isAlive();
  });

  it("shows pictures, which load by https only, and only when they are allowed", async () => {
    const asked: string[] = [];
    await open.page.context().route(/pictures\.example/, (route) => {
      asked.push(route.request().url());
      return route.fulfill({
        contentType: "image/svg+xml",
        body: "<svg xmlns='http://www.w3.org/2000/svg'/>",
      });
    });
    await answer(
      json({
        actions: [
          { type: "send_image_action", imageURL: "https://pictures.example/good.svg", alt: "good" },
          { type: "send_image_action", imageURL: "http://pictures.example/bad.svg", alt: "bad" },
          { type: "send_image_action", imageURL: "data:image/svg+xml,<svg/>", alt: "data" },
        ],
      }),
    );
    await open.turn(1).getByRole("img", { name: "good" }).waitFor();
    expect(await open.page.locator("img").count()).toBe(0);
    expect(asked).toEqual([]);
    await isAlive();
    await open.page.getByLabel("Load pictures").check();
    await open.page.locator("img").waitFor();
    await open.page.waitForFunction("document.querySelector('img')?.complete");
    expect(asked).toEqual(["https://pictures.example/good.svg"]);
    await open.page.getByLabel("Load pictures").uncheck();
    expect(await open.page.locator("img").count()).toBe(0);
    expect(open.foreign.splice(0)).toEqual(asked);
    await isAlive();
  });
});

describeInBrowser("the playground, with a handler that", () => {
  let bot: DevBot;
  let open: Playground;
  beforeAll(async () => {
    const broken = webhookText
      .replace('message: "Which size?"', 'message: "Which size? ".repeat(200)')
      .replace("const { session } =", 'throw new Error("no database");\n    const { session } =');
    bot = await startBot({ webhook: broken });
    open = await openPlayground(bot.pageUrl);
  });
  afterAll(async () => {
    await open?.close();
    bot?.close();
  });

  it("breaks a limit, says which one", async () => {
    await open.say("hello");
    const exchange = open.page.getByRole("article", { name: "Exchange 1.1" });
    await exchange.getByText("500 response_invalid").waitFor();
    const problem = exchange.getByRole("region", { name: "Problem" });
    expect(await problem.textContent()).toContain("actions/0/message");
    const marked = exchange.getByRole("region", { name: "Answer", exact: true }).locator(".marked");
    expect(await marked.textContent()).toContain('"path": "actions/0/message"');
    open.checkQuiet();
  });

  it("throws, shows that, and goes on", async () => {
    await open.page.getByRole("combobox", { name: "Reach a step" }).selectOption("Jackets");
    await open.turn(2).locator(".problem", { hasText: "500" }).waitFor();
    expect(await open.page.locator(".exchange-row .http-status").first().textContent()).toBe("500");
    expect(await open.page.getByLabel("What the visitor says").isEnabled()).toBe(true);
    open.checkQuiet();
  });
});

describeInBrowser("the playground of dev --url", () => {
  it("talks to a server that answers as the original framework does", async () => {
    const server = await pythonServer("the-key-of-the-tests");
    const bot = await startBot({ url: server.url });
    const open = await openPlayground(bot.pageUrl);
    try {
      await open.page.getByText(`${server.url} running, signed`).waitFor();
      await open.say("hello");
      await open.turn(1).getByText("This is Welcome").waitFor();
      await open.turn(1).getByRole("button", { name: "The jackets" }).click();
      await open.turn(2).getByText("This is Jackets").waitFor();
      const session = open.page.getByRole("region", { name: "Session values" });
      expect(await session.textContent()).toContain("visits1");
      // The title has more characters than the platform shows.
      await open.page.getByRole("region", { name: "Broken limits" }).waitFor();
      // A wrong signature is refused in the original's own words, and the doctor reads them.
      await open.page.getByLabel("Send it with a fault").selectOption("wrong-key");
      const exchange = open.page.getByRole("article", { name: "Exchange r1" });
      await exchange.getByText("400 http_400").waitFor();
      expect(await exchange.locator(".verdict").textContent()).toBe("refused");
      expect(await exchange.locator(".diagnosis").count()).toBe(1);
      open.checkQuiet();
    } finally {
      await open.close();
      bot.close();
      server.close();
    }
  });
});
