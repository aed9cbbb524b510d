import { expect, it } from "vitest";
import { ActiveWebhook } from "./active-webhook.ts";
import { Subscriptions } from "./subscriptions.ts";
import { readInput } from "./webhook-document.ts";

const names = ["order.paid", "order.settled", "measure", "webhook.failing", "order.*"];
const defaults = { allowPrivate: [], allowInsecure: false };

function webhook(id: string, events: string[], channels: string[] = []): ActiveWebhook {
  const settings = readInput(
    id,
    { url: "https://example.com/", secret: "s3cr3t", events, channels },
    names,
  );
  return new ActiveWebhook(id, "code", settings, defaults);
}

const all = [
  webhook("all", ["*"]),
  webhook("paid", ["order.paid"]),
  webhook("twice", ["after:order.paid", "order.*", "before:measure"]),
  webhook("own", ["webhook.*", "webhook.failing"]),
  webhook("last", ["before:*", "after:measure"], ["news", "news"]),
  webhook("nothing", [], ["news"]),
];
const subscriptions = new Subscriptions(all);

it.each(["before", "after"] as const)(
  "finds those whose events fit, in their order: %s",
  (when) => {
    for (const event of [...names, "unknown"]) {
      const expected = all.filter((one) => one.listensTo(when, event));
      expect(subscriptions.ofEvent(when, event), event).toEqual(expected);
      expect(subscriptions.ofEvent(when, event)).toBe(subscriptions.ofEvent(when, event));
    }
    expect(subscriptions.ofEvent(when, "measure").length).toBeGreaterThan(1);
  },
);

it("finds those of a channel, once", () => {
  expect(subscriptions.ofChannel("news").map(({ id }) => id)).toEqual(["last", "nothing"]);
  expect(subscriptions.ofChannel("other")).toEqual([]);
});
