import { expect, it } from "vitest";
import { Webhook } from "../index.ts";
import { signedRequest } from "../testing/index.ts";

const HOUR = 3_600_000;

it("a recorded request was too old to be played back to a webhook with a clock of its own", async () => {
  const webhook = new Webhook({ privateKey: "k" }).on("conversation.step_reached", () => {});
  const recorded = Date.now() - HOUR;
  const request = signedRequest({ privateKey: "k", date: new Date(recorded) });
  const status = async (now?: number) => {
    const host = now === undefined ? undefined : { now: () => now };
    return (await webhook.handle(request, host)).status;
  };
  expect(await status()).toBe(400);
  expect(await status(recorded)).toBe(200);
  expect(await status(recorded + 11_000)).toBe(400);
});

it("the host's clock does not make a wrong signature right", async () => {
  const webhook = new Webhook({ privateKey: "k" }).on("conversation.step_reached", () => {});
  const forged = signedRequest({ privateKey: "guessed", date: new Date(0) });
  expect((await webhook.handle(forged, { now: () => 0 })).status).toBe(401);
});
