import { schemas } from "@clustaar/webhook-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAsSent } from "./decode-as-sent.ts";

describe("decodeAsSent", () => {
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "<b>x",
      "I <3 you",
      "a\u00a0b",
      "①",
      " x ",
      "&amp;lt;",
      "as-sent:0:as-sent",
      "é",
    ),
  );

  it("gives back every text exactly, at any depth", () => {
    fc.assert(
      fc.property(texts, texts, texts, (message, title, value) => {
        const wire = {
          actions: [
            {
              type: "send_quick_replies_action",
              message,
              buttons: [{ title, action: { type: "open_url_action", url: value } }],
            },
          ],
          session: { values: { [title]: value } },
        };
        const model = decodeAsSent(schemas.webhook_step_reached_response, wire);
        expect(model.actions).toMatchObject(wire.actions);
        expect(model.session).toEqual(wire.session);
      }),
    );
  });

  it("gives the model of the schema", () => {
    const wire = { type: "card", title: "a < b", imageURL: "https://a.example/x.png ", new: "<p>" };
    expect(decodeAsSent(schemas.card, wire)).toEqual({
      type: "card",
      title: "a < b",
      imageUrl: "https://a.example/x.png ",
      buttons: [],
      extra: { new: "<p>" },
    });
  });
});
