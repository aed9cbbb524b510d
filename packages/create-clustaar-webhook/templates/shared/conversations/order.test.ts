import { toMatchTranscript } from "@clustaar/testing/vitest";
import { expect, it } from "vitest";
import webhook from "../webhook.ts";

expect.extend({ toMatchTranscript });

// Recorded in the playground ("Save as test" there writes another one).
it("still takes an order as it was recorded", async () => {
  await expect(webhook).toMatchTranscript(new URL("order.jsonl", import.meta.url), {
    privateKey: process.env.CLUSTAAR_PRIVATE_KEY,
  });
});
