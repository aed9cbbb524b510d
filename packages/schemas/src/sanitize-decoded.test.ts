import fc from "fast-check";
import { it } from "vitest";
import { expectSafe, nasty } from "./internal/html/safety.test-helpers.ts";
import { schemas } from "./schemas.ts";

it("what is decoded is safe, full-width letters included", { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(nasty, nasty, nasty, (title, message, url) => {
      const text = schemas.send_text_action.decode({
        type: "send_text_action",
        alternatives: [message],
      });
      expectSafe(text.alternatives[0] ?? "");
      const card = schemas.card.decode({ type: "card", title, subtitle: message });
      expectSafe(card.title);
      expectSafe(card.subtitle ?? "");
      const open = schemas.open_url_action.decode({ type: "open_url_action", url });
      expectSafe(open.url);
      const input = schemas.incoming_message.decode({
        type: "message",
        text: message,
        attachments: [],
      });
      expectSafe(input.text);
    }),
    { numRuns: 10_000 },
  );
});
