import {
  type Attachment,
  audio,
  customEvent as customEventModel,
  file,
  goToAction,
  image,
  incomingMessage,
  schemas,
  stepTarget,
  urlLoadedEvent,
  video,
} from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { conversation, customEvent } from "../index.ts";
import { A, B, C, recordingBot } from "./bots.test-helpers.ts";

function chatWithBot() {
  const { webhook, seen, options } = recordingBot();
  const chat = conversation(webhook, {
    ...options,
    bot: {
      steps: [{ id: A, name: "Start" }, { id: B, name: "Jackets" }, { id: C }],
      texts: [
        { when: "i want a jacket", step: B },
        { when: ["help", "aide"], step: C },
        { when: { regexp: "^jackets?\\b" }, step: B },
      ],
      events: [{ when: ["cart.left"], step: C }],
    },
  });
  return { chat, seen };
}

describe("every type of input", () => {
  it.each([
    ["I want a jacket", B],
    ["  I WANT a JACKET ", B],
    ["Aide", C],
    ["Jackets, please", B],
    ["What about jackets?", A],
    ["", A],
  ])("a message %j reaches the step that the bot file says", async (text, step) => {
    const { chat, seen } = chatWithBot();
    await chat.say(text);
    expect(seen).toMatchObject([
      { step: { id: step }, input: { type: "message", text, attachments: [] } },
    ]);
  });

  it("a text that no rule knows reaches the current step", async () => {
    const { chat, seen } = chatWithBot();
    await chat.say("help");
    await chat.say("and now?");
    expect(seen.map(({ step }) => step.id)).toEqual([C, C]);
  });

  it.each<Attachment>([
    image({ url: "https://example.com/a.png" }),
    file({ url: "https://example.com/a.pdf" }),
    audio({ url: "https://example.com/a.mp3" }),
    video({ url: "https://example.com/a.mp4" }),
    { type: "unknown", wire: { type: "hologram", url: "https://example.com/a" } },
  ])("a message with a file: $type", async (attachment) => {
    const { chat, seen } = chatWithBot();
    await chat.attach(attachment);
    expect(seen[0]?.input).toEqual({ type: "message", text: "", attachments: [attachment] });
  });

  it("a message with text and files", async () => {
    const { chat, seen } = chatWithBot();
    const input = incomingMessage({
      text: "help",
      attachments: [image({ url: "https://a.example" })],
    });
    await chat.send(input);
    expect(seen).toMatchObject([{ step: { id: C }, input }]);
  });

  it("a custom event reaches its step, others the current one", async () => {
    const { chat, seen } = chatWithBot();
    await chat.send(customEvent("cart.opened"));
    await chat.send(customEvent("cart.left"));
    expect(seen).toMatchObject([
      { step: { id: A }, input: { type: "custom_event", name: "cart.opened" } },
      { step: { id: C }, input: { type: "custom_event", name: "cart.left" } },
    ]);
    expect(customEvent({ name: "x" })).toEqual(customEventModel({ name: "x" }));
  });

  it("a loaded page reaches the current step", async () => {
    const { chat, seen } = chatWithBot();
    await chat.send(urlLoadedEvent({ url: "https://shop.example/jackets" }));
    expect(seen).toMatchObject([
      { step: { id: A }, input: { type: "url_loaded_event", url: "https://shop.example/jackets" } },
    ]);
  });

  it("a go-to action reaches its step with its values", async () => {
    const { chat, seen } = chatWithBot();
    const target = stepTarget({ stepId: B });
    await chat.send(goToAction({ target, sessionValues: { from: "a link" } }));
    expect(seen).toMatchObject([
      {
        step: { id: B },
        session: { values: { from: "a link" } },
        input: { type: "go_to_action", target },
      },
    ]);
  });

  it("an unknown input is sent as it is", async () => {
    const { chat, seen } = chatWithBot();
    const wire = { type: "gesture", name: "wave" };
    await chat.send({ type: "unknown", wire });
    expect(seen).toMatchObject([{ step: { id: A }, input: { type: "unknown", wire } }]);
  });

  it("a step that is reached without one", async () => {
    const { chat, seen } = chatWithBot();
    await chat.reach(B);
    await chat.reach("Start");
    await chat.reach();
    expect(seen.map(({ step, input }) => [step.id, input])).toEqual([
      [B, null],
      [A, null],
      [A, null],
    ]);
  });

  it("what is not an input is refused by name", () => {
    const { chat } = chatWithBot();
    expect(() => chat.send({ type: "telepathy" } as never)).toThrow(
      'expected an input (message, url_loaded_event, go_to_action, custom_event or unknown), got the type "telepathy"',
    );
  });

  it("every request is valid by the strict schema", async () => {
    const { chat } = chatWithBot();
    await chat.say("Jackets");
    await chat.attach(image({ url: "https://a.example" }));
    await chat.send(customEvent("cart.left"));
    await chat.send(urlLoadedEvent({ url: "https://a.example" }));
    await chat.send(goToAction({ target: stepTarget({ stepId: B }) }));
    for (const { request } of chat.turns) {
      const wire: unknown = JSON.parse(request?.body ?? "");
      expect(schemas.webhook_request.validate(wire)).toEqual({ success: true });
    }
  });
});
