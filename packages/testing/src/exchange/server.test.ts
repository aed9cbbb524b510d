import { createHmac, timingSafeEqual } from "node:crypto";
import { nodeAdapter } from "@clustaar/adapter-node";
import { events, stepReachedResponse, Webhook, waitAction } from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { A, B, recordingBot, text } from "../conversation/bots.test-helpers.ts";
import { conversation, replay } from "../index.ts";
import { bodyOf, closedPort, serve } from "./servers.test-helpers.ts";

/** A list in a list, so many levels deep. */
const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

describe("a server by its URL", () => {
  it("is talked to like a webhook in process", async () => {
    const { webhook, seen, options } = recordingBot({ [A]: [text("over HTTP")] });
    const url = await serve(nodeAdapter(webhook));
    for (const target of [{ url }, { url: new URL(url) }, url, new URL(url)]) {
      const chat = conversation(target, options);
      const turn = await chat.say("hi");
      expect(chat.texts).toEqual(["over HTTP"]);
      expect(turn.request?.url).toBe(url);
      expect(turn.exchanges[0]?.response).toMatchObject({
        status: 200,
        headers: { "content-type": "application/json" },
      });
    }
    expect(seen).toHaveLength(4);
  });

  it("judges by its own clock, however far the conversation's is away", async () => {
    const webhook = new Webhook({ privateKey: "k" }).on(events.CONVERSATION_STEP_REACHED, () =>
      stepReachedResponse({ actions: [waitAction({ duration: 7 }), waitAction({ duration: 7 })] }),
    );
    const chat = conversation(
      { url: await serve(nodeAdapter(webhook)) },
      { privateKey: "k", now: () => 0 },
    );
    await chat.say("one");
    const turn = await chat.say("two");
    expect(turn.problem).toBeUndefined();
    expect(JSON.parse(turn.request?.body ?? "").timestamp).toBe(14);
  });

  it("nobody listens: says so, and the conversation stays as it was", async () => {
    const free = await closedPort();
    const chat = conversation({ url: free });
    await expect(chat.say("hi")).rejects.toMatchObject({
      code: "unreachable",
      message: `${free} cannot be reached: nobody listens there (ECONNREFUSED); start the server, or check the port`,
    });
    expect(chat.turns).toEqual([]);
  });

  it.each([
    ["not a url", /not a url cannot be reached: .*Failed to parse URL|Invalid URL/],
    [
      "http://no-such-host.invalid/",
      /cannot be reached: (there is no such host|the name cannot be looked up)/,
    ],
  ])("%s is reported", async (url, message) => {
    await expect(conversation({ url }).say("hi")).rejects.toThrow(message);
  });

  it("a connection that breaks is reported", async () => {
    const url = await serve((request) => request.socket.destroy());
    await expect(conversation({ url }).say("hi")).rejects.toThrow(
      /cannot be reached: .*closed the connection before it answered/,
    );
  });

  it("an answer without an end is given up", async () => {
    const mebibyte = Buffer.alloc(1024 * 1024, "x");
    const url = await serve((_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(mebibyte));
      };
      response.on("drain", more);
      more();
    });
    await expect(conversation({ url }).say("hi")).rejects.toMatchObject({
      code: "answer_too_large",
    });
  });

  it("a server that never answers is given up", async () => {
    const url = await serve(() => {});
    await expect(conversation({ url }, { timeout: 100 }).say("hi")).rejects.toMatchObject({
      code: "timed_out",
    });
  });

  it("a redirect is not followed", async () => {
    const calls: string[] = [];
    const url = await serve((request, response) => {
      calls.push(request.url ?? "");
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    const turn = await conversation({ url }).say("hi");
    expect(turn.problem).toMatchObject({ status: 307, code: "http_307" });
    expect(calls).toEqual(["/"]);
  });

  it.each([
    ["nothing", "", "answer_not_json", /got an empty body/],
    ["HTML", "<p>Hello</p>", "answer_not_json", /got the body "<p>Hello<\/p>"/],
    ["a list", "[]", "answer_not_json", /expected a JSON object/],
    ["bytes", Buffer.from([0xff, 0xfe, 0x00]), "answer_not_json", /expected a JSON object/],
    [
      "nested too deeply",
      `{"actions":[],"session":{"values":{"a":${nested(1000)}}}}`,
      "answer_too_deep",
      /1000 levels/,
    ],
    ["nested very deeply", `{"actions":[${nested(200_000)}]}`, "answer_too_deep", /1000 levels/],
    ["an object without actions", "{}", "answer_invalid", /actions/],
    ["actions that are not a list", '{"actions":{}}', "answer_invalid", /actions/],
  ])("an answer that is %s is a problem", async (_, body, code, detail) => {
    const url = await serve((_request, response) => response.end(body));
    const chat = conversation({ url });
    const turn = await chat.say("hi");
    expect(turn.problem).toMatchObject({
      status: 200,
      code,
      detail: expect.stringMatching(detail),
    });
    const kept = turn.exchanges[0]?.response;
    expect(Buffer.from(kept?.body ?? "", kept?.base64 ? "base64" : "utf8")).toEqual(
      Buffer.from(body),
    );
  });

  it("an answer as deep as may be is kept, written and played again", async () => {
    const body = `{"actions":[{"type":"x","a":${nested(997)}}],"session":{"values":{"a":${nested(996)}}}}`;
    const url = await serve((_request, response) => response.end(body));
    const chat = conversation({ url });
    expect((await chat.say("hi")).problem).toBeUndefined();
    expect((await chat.say("again")).problem).toBeUndefined();
    const resume = JSON.parse(JSON.stringify(chat.state));
    expect(conversation({ url }, { resume }).turns).toHaveLength(2);
    expect(await replay({ url }, chat.transcript)).toEqual([]);
  });

  it("5,000 cards and a text of a MiB are taken", async () => {
    const cards = Array.from({ length: 5000 }, (_, index) => ({
      type: "card",
      title: `<b>${index}`,
    }));
    const words = "<a>x".repeat(262_144);
    const actions = [
      { type: "send_cards_action", cards },
      { type: "send_text_action", alternatives: [words] },
    ];
    const url = await serve((_request, response) => response.end(JSON.stringify({ actions })));
    const chat = conversation({ url });
    const turn = await chat.say("hi");
    expect(turn.actions[0]?.shows?.split("\n")).toHaveLength(5000);
    expect(chat.texts).toEqual([words]);
  });

  it("limits that an answer breaks are warnings, place by place", async () => {
    const actions = [
      { type: "send_text_action", alternatives: ["x".repeat(1001)] },
      { type: "teleport_action" },
    ];
    const url = await serve((_request, response) => response.end(JSON.stringify({ actions })));
    const chat = conversation({ url });
    const turn = await chat.say("hi");
    expect(chat.texts[0]).toHaveLength(1001);
    expect(turn.exchanges[0]?.warnings[0]).toEqual({
      path: "actions/0/alternatives/0",
      message: "at most 1000 characters, got 1001",
    });
    expect(turn.actions[1]?.action).toEqual({ type: "unknown", wire: { type: "teleport_action" } });
  });
});

/** A bot as the original framework writes it: it checks like it, refuses like it, and writes null for all that is not set. */
async function pythonBot(key: string): Promise<string> {
  return serve(async (request, response) => {
    const body = await bodyOf(request);
    const refuse = (status: number, title: string, description: string) =>
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(JSON.stringify({ title, description }));
    const date = request.headers.date;
    const mac = createHmac("sha1", key).update(`date=${date}\n`).update(body).digest("hex");
    const given = Buffer.from(String(request.headers["x-hub-signature"]));
    const wanted = Buffer.from(`sha1=${mac}`);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      return refuse(400, "Invalid signature", "The signature of the request is invalid.");
    }
    if (Date.now() - Date.parse(String(date)) > 10_000) {
      return refuse(400, "Request too old", "The request is too old.");
    }
    const { data } = JSON.parse(body.toString("utf8"));
    const answer = {
      actions: [
        { type: "send_text_action", alternatives: [`Step ${data.step.name}`], text: null },
        {
          type: "create_zendesk_ticket_action",
          user: { email: null, name: null, phoneNumber: null },
          subject: null,
          description: "Help",
          tags: null,
          groupID: null,
          assigneeID: null,
          ticketType: null,
          ticketPriority: null,
        },
        {
          type: "send_quick_replies_action",
          message: "Where to?",
          buttons: [
            {
              type: "quick_reply",
              title: "On",
              action: {
                type: "go_to_action",
                target: { type: "step", id: B, name: null },
                sessionValues: null,
              },
            },
          ],
        },
      ],
      session: data.step.id === A ? { values: { count: 1 } } : null,
      interlocutor: data.step.id === A ? { ...data.interlocutor, firstName: "Guido" } : null,
    };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
}

describe("a Python bot", () => {
  it("is talked to, nulls and all", async () => {
    const url = await pythonBot("k");
    const chat = conversation(
      { url },
      {
        privateKey: "k",
        bot: {
          steps: [
            { id: A, name: "one" },
            { id: B, name: "two" },
          ],
        },
      },
    );
    const turn = await chat.say("hi");
    expect(turn.problem).toBeUndefined();
    expect(turn.actions.map(({ action }) => action.type)).toEqual([
      "send_text_action",
      "create_zendesk_ticket_action",
      "send_quick_replies_action",
    ]);
    expect(turn.exchanges[0]?.warnings).toEqual([]);
    expect(chat.interlocutor.firstName).toBe("Guido");
    await chat.click("On");
    expect(chat.texts).toEqual(["Step two", "Where to?"]);
    expect(chat.session.values).toEqual({ count: 1 });
    expect(chat.interlocutor.firstName).toBe("Guido");
  });

  it.each([
    [
      '"interlocutor":{"firstName":"Ada"}',
      { firstName: "Ada", email: "tintin@moulinsart.example" },
    ],
    ['"interlocutor":{"firstName":"Ada","email":null}', { firstName: "Ada", email: null }],
    ['"interlocutor":{}', { firstName: "Tintin", email: "tintin@moulinsart.example" }],
    ['"interlocutor":null', { firstName: "Tintin" }],
    ['"interlocutor":"nobody"', { firstName: "Tintin" }],
    ['"interlocutor":{"customAttributes":{"b":"2"}}', { customAttributes: { b: "2" } }],
  ])("answers %s: what is absent stays", async (part, expected) => {
    const url = await serve((_request, response) => response.end(`{"actions":[],${part}}`));
    const chat = conversation({ url }, { interlocutor: { customAttributes: { a: "1" } } });
    expect((await chat.say("hi")).problem).toBeUndefined();
    expect(chat.interlocutor).toMatchObject(expected);
  });

  it.each([
    ['"session":{}', { a: 1 }],
    ['"session":null', { a: 1 }],
    ['"session":{"values":null}', { a: 1 }],
    ['"session":{"values":{}}', {}],
    [
      '"session":{"values":{"__proto__":{"x":1},"constructor":2}}',
      JSON.parse('{"__proto__":{"x":1},"constructor":2}'),
    ],
  ])("answers %s: the session is %j", async (part, expected) => {
    const url = await serve((_request, response) => response.end(`{"actions":[],${part}}`));
    const chat = conversation({ url }, { session: { a: 1 } });
    await chat.say("hi");
    expect(JSON.stringify(chat.session.values)).toBe(JSON.stringify(expected));
  });

  it("refuses in its own words", async () => {
    const chat = conversation({ url: await pythonBot("k") }, { privateKey: "wrong" });
    expect((await chat.say("hi")).problem).toEqual({
      status: 400,
      code: "http_400",
      title: "Invalid signature",
      detail: "The signature of the request is invalid.",
    });
  });
});
