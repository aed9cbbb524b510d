import { expect, it } from "vitest";
import { startEmitter } from "./world.test-helpers.ts";

it.each([
  [{ states: ["ded"] }, 'there is no state "ded"; did you mean dead? The states are waiting,'],
  [{ states: "dead" }, "states: expected a list of waiting, delivered, dead, cancelled"],
  [{ failed: false }, "failed: expected true, got a boolean"],
  [{ since: "yesterday" }, "since: expected a Date, or milliseconds since 1970, got a string"],
  [
    { until: new Date(Number.NaN) },
    "until: expected a Date, or milliseconds since 1970, got an invalid date",
  ],
  [{ event: 5 }, "event: expected a string, got a number"],
  [{ limit: 501 }, "limit: expected a number of deliveries from 1 to 500, got 501"],
  [{ cursor: "x" }, 'cursor: expected the cursor of the page before, got "x"'],
  [{ webhook: "a" }, 'unknown option "webhook"'],
])("deliveries.list refuses %j, which would find nothing", async (options, message) => {
  const { emitter } = await startEmitter();
  await expect(emitter.deliveries.list(options as never)).rejects.toMatchObject({
    code: "config_invalid",
    message: expect.stringContaining(message),
  });
});

it("deliveries.recover refuses a time that cannot be read, which would recover nothing", async () => {
  const { emitter } = await startEmitter({
    webhooks: [{ name: "a", url: "https://x.example", secret: "s", events: "order.*" }],
  });
  await expect(emitter.deliveries.recover("a", { since: "yesterday" as never })).rejects.toThrow(
    "deliveries.recover: since: expected a Date, or milliseconds since 1970",
  );
  expect(await emitter.deliveries.recover("a", { since: new Date(0) })).toBe(0);
});
