import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { AcceptedRequest, HostContext } from "../endpoint/endpoint.ts";
import { defineEvent } from "../events/index.ts";
import { standardWebhooks } from "../signatures/index.ts";
import { signedRequest } from "../testing/index.ts";
import { Webhook } from "./webhook.ts";

const paid = defineEvent("order.paid", z.object({ topic: z.string(), total: z.number() }));
const notification = { topic: "order.paid", total: 12 };
const response = { status: 202, headers: {}, body: "" };

function inbox() {
  const taken: AcceptedRequest[] = [];
  const host: HostContext = {
    accept: async (accepted) => {
      taken.push(accepted);
      return { response, duplicate: false };
    },
  };
  return { taken, host };
}

describe("behind an inbox, a webhook", () => {
  it("is asked everything but its handler, and handles the request later without its signature", async () => {
    const { taken, host } = inbox();
    const handled: unknown[] = [];
    const webhook = new Webhook({
      privateKey: "s3cr3t",
      auth: { username: "bot", password: "pass" },
    });
    webhook.on(paid, ({ notification }) => void handled.push(notification.total), { name: "paid" });
    const auth = { username: "bot", password: "pass" };
    const request = signedRequest({ notification, privateKey: "s3cr3t", auth });
    expect(await webhook.handle(request, host)).toBe(response);
    expect(handled).toEqual([]);
    expect(taken).toEqual([
      {
        request,
        topic: "order.paid",
        route: "paid",
        payload: notification,
        acknowledgement: {
          status: 200,
          headers: { "content-type": "application/json" },
          body: "{}",
        },
      },
    ]);
    // An hour later, without what was not kept.
    const kept = { ...request, headers: new Headers({ "content-type": "application/json" }) };
    const answer = await webhook.handle(kept, { accepted: true });
    expect([answer.status, answer.body, handled]).toEqual([200, "{}", [12]]);
  });

  it("refuses as ever, and nothing reaches the inbox", async () => {
    const { taken, host } = inbox();
    const webhook = new Webhook({ privateKey: "s3cr3t", maxBody: 100 }).onError(() => {});
    webhook.on(paid, () => {}, { filters: ({ total }) => Number(total) > 1 });
    const broken = () => {
      throw new Error("no luck");
    };
    webhook.on(defineEvent("broken"), () => {}, { filters: broken });
    const statusOf = async (options: Parameters<typeof signedRequest>[0]) =>
      (await webhook.handle(signedRequest({ privateKey: "s3cr3t", ...options }), host)).status;
    const old = new Date(Date.now() - 60_000);
    expect([
      await statusOf({ notification, privateKey: "another" }),
      await statusOf({ notification, date: old }),
      await statusOf({ notification, method: "PUT" }),
      await statusOf({ notification, headers: { "content-encoding": "gzip" } }),
      await statusOf({ body: "x".repeat(101) }),
      await statusOf({ body: "{" }),
      await statusOf({ notification: { ...notification, total: 1 } }),
      await statusOf({ notification: { ...notification, total: "12" } }),
      await statusOf({ notification: { topic: "broken", data: {} } }),
    ]).toEqual([401, 400, 405, 415, 413, 400, 404, 422, 500]);
    expect(taken).toEqual([]);
  });

  it("tells deliveries apart by what its scheme signs, or by the key of its own", async () => {
    const secret = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXM=";
    const { taken, host } = inbox();
    const body = JSON.stringify(notification);
    const headers = standardWebhooks.sign({ body, timestamp: Date.now(), id: "msg_1" }, secret);
    const request = signedRequest({ body, headers });
    const standard = { privateKey: secret, scheme: standardWebhooks };
    await new Webhook(standard).on(paid, () => {}).handle(request, host);
    const key = () => "order 12";
    await new Webhook({ ...standard, idempotency: { key } })
      .on(paid, () => {})
      .handle(request, host);
    // Unsigned, anybody may have chosen it.
    await new Webhook().on(paid, () => {}).handle(request, host);
    expect(taken.map(({ id }) => id)).toEqual(["msg_1", expect.any(String), undefined]);
    expect(taken[1]?.id).not.toBe("msg_1");
  });

  it("is refused where the sender waits for the answer", async () => {
    const { taken, host } = inbox();
    const errors: string[] = [];
    const asked = defineEvent("price", z.object({ topic: z.string() }), {
      answer: z.object({ price: z.number() }),
    });
    const webhook = new Webhook().onError(({ code }) => errors.push(code)).on(paid, () => {});
    expect(webhook.deferrable).toBe(true);
    webhook.on(asked, () => ({ price: 1 }));
    expect(webhook.deferrable).toContain('"price" is answered with what its handler returns');
    webhook.on("conversation.step_reached", () => {});
    const answers = [
      await webhook.handle(signedRequest(), host),
      await webhook.handle(signedRequest({ notification: { topic: "price" } }), host),
    ];
    expect(answers.map(({ status }) => status)).toEqual([500, 500]);
    expect([errors, taken]).toEqual([["answer_awaited", "answer_awaited"], []]);
    expect(new Webhook().host<{ a: 1 }>().deferrable).toContain("context.host");
    const concurrency = { key: () => "k", strategy: "latest" } as const;
    expect(new Webhook({ concurrency }).deferrable).toContain('use the strategy "queue"');
  });
});
