import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createEndpoint } from "./endpoint/index.ts";
import * as ours from "./index.ts";
import { clustaar } from "./signatures/index.ts";
import { signedRequest, simulate } from "./testing/index.ts";

/** The same package once more, as an app has it that both imports and requires it, or two versions of it. */
let theirs: typeof import("./index.ts");
let theirSignatures: typeof import("./signatures/index.ts");

beforeAll(async () => {
  vi.resetModules();
  theirs = await import("./index.ts");
  theirSignatures = await import("./signatures/index.ts");
  expect(theirs.HttpError).not.toBe(ours.HttpError);
});

describe("two copies of the package", () => {
  it("an HttpError of the other copy was a 500", async () => {
    const shipped = new theirs.HttpError(409, "Shipped", { code: "shipped" });
    expect([ours.isHttpError(shipped), shipped instanceof ours.HttpError]).toEqual([true, false]);
    const webhook = new ours.Webhook().on("conversation.step_reached", () => {
      throw shipped;
    });
    expect((await simulate(webhook)).problem).toMatchObject({ status: 409, code: "shipped" });
    const endpoint = createEndpoint({ maxBody: 1 }, () => Promise.reject(shipped));
    expect((await simulate(endpoint)).problem).toMatchObject({ status: 409, code: "shipped" });
  });

  it("an event of the other copy was an unknown topic, its refusals 500", async () => {
    const paid = theirs.defineEvent("order.paid", z.object({ total: z.number() }), {
      answer: z.object({ ok: z.boolean() }),
    });
    const webhook = new ours.Webhook().onError(() => {});
    webhook.on(paid, ({ notification }) => ({
      ok: notification.total > 1 ? true : ("no" as never),
    }));
    const of = (total: unknown) =>
      simulate(webhook, { notification: { topic: "order.paid", total } });
    expect((await of(12)).body).toBe('{"ok":true}');
    expect((await of("12")).problem?.code).toBe("payload_invalid");
    expect((await of(0)).problem?.code).toBe("response_invalid");
  });

  it("a key that the other copy prepared was refused", () => {
    const message = signedRequest({ privateKey: "s3cr3t" });
    clustaar.verify(message, theirSignatures.clustaar.prepareKey("s3cr3t"));
    expect(() => clustaar.verify(message, theirSignatures.clustaar.prepareKey("guess"))).toThrow(
      "the signature does not match",
    );
  });

  it("filters, models and stores of the other copy work", async () => {
    const webhook = new ours.Webhook({ idempotency: { store: theirs.memoryStore() } }).on(
      "conversation.step_reached",
      () =>
        theirs.stepReachedResponse({
          actions: [theirs.sendTextAction({ alternatives: ["Hello"] })],
        }),
      { filters: theirs.not(theirs.stepId("another")) },
    );
    expect((await simulate(webhook)).status).toBe(200);
  });

  it("bytes of another realm are bytes", async () => {
    const body = runInNewContext("new Uint8Array([123, 125])") as Uint8Array;
    expect(body instanceof Uint8Array).toBe(false);
    const { problem } = await simulate(new ours.Webhook(), {
      request: { ...signedRequest(), body },
    });
    expect(problem?.code).toBe("no_route");
  });
});
