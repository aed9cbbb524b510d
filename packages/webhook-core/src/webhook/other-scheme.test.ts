import { describe, expect, it } from "vitest";
import { defineEvent } from "../events/index.ts";
import { servo, standardWebhooks, standardWebhooksChallengeResponse } from "../signatures/index.ts";
import type { WebhookOptions } from "./options.ts";
import { Webhook } from "./webhook.ts";

const key = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
const older = `whsec_${Buffer.alloc(24, 2).toString("base64")}`;
const now = Date.UTC(2026, 10, 26);
const challenge = "Kq3VtD0mR8sYw1xZ";
const ping = {
  event: "webhook.ping",
  topic: "webhook.ping",
  challenge,
  data: { type: "webhook.ping", challenge },
};

function webhookOf(options: WebhookOptions = {}) {
  const webhook = new Webhook({
    privateKey: key,
    scheme: standardWebhooks,
    now: () => now,
    ...options,
  });
  return webhook
    .on(defineEvent("order.paid"), () => {})
    .onResponse(() => {})
    .onError(() => {});
}

function request(json: unknown, { signedWith = key, at = now } = {}) {
  const body = Buffer.from(JSON.stringify(json));
  const headers = new Headers(
    standardWebhooks.sign({ body, timestamp: at, id: "msg_1" }, signedWith),
  );
  return { method: "POST", path: "/", query: new URLSearchParams(), headers, body };
}

const answerOf = async (webhook: Webhook, ...args: Parameters<typeof request>) => {
  const { status, body } = await webhook.handle(request(...args));
  const json = JSON.parse(String(body || "{}"));
  return { status, code: json.code, response: json.challenge_response };
};

describe("a webhook with another signature scheme", () => {
  const paid = { topic: "order.paid", data: { type: "order.paid" } };

  it("routes what is signed with it, and refuses the rest", async () => {
    expect((await answerOf(webhookOf(), paid)).status).toBe(200);
    const refusals = [
      await answerOf(webhookOf(), paid, { signedWith: older }),
      await answerOf(webhookOf(), paid, { at: now - 301_000 }),
      await answerOf(webhookOf({ maxAge: 5 }), paid, { at: now - 6_000 }),
      await answerOf(webhookOf({ scheme: servo }), paid),
    ];
    expect(refusals.map(({ code }) => code)).toEqual([
      "signature_invalid",
      "request_too_old",
      "request_too_old",
      "signature_missing",
    ]);
    expect((await answerOf(webhookOf({ maxAge: null }), paid, { at: 0 })).status).toBe(200);
    const asked = webhookOf({ privateKey: async () => key });
    expect((await answerOf(asked, paid)).status).toBe(200);
  });

  it.each([
    ["no key", { scheme: standardWebhooks }, /expected a privateKey/],
    ["a name", { privateKey: key, scheme: "standardWebhooks" }, /such as standardWebhooks, got/],
    ["undefined", { privateKey: key, scheme: undefined }, /"scheme" is undefined/],
  ])("refuses %s", (_what, options, message) => {
    expect(() => new Webhook(options as never)).toThrow(message);
  });
});

describe("a ping", () => {
  it("is answered with the key that it was signed with", async () => {
    const webhook = webhookOf({ privateKey: [key, older] });
    for (const signedWith of [key, older]) {
      expect(await answerOf(webhook, ping, { signedWith })).toMatchObject({
        status: 200,
        response: standardWebhooksChallengeResponse(challenge, signedWith),
      });
    }
    const asked = webhookOf({ privateKey: async () => key });
    expect((await answerOf(asked, ping)).response).toBe(
      standardWebhooksChallengeResponse(challenge, key),
    );
  });

  it("is answered to nobody who cannot sign it, so that nothing is signed for strangers", async () => {
    for (const options of [{ signedWith: older }, { at: now - 301_000 }]) {
      const { status, response } = await answerOf(webhookOf(), ping, options);
      expect([status < 500 && status >= 400, response]).toEqual([true, undefined]);
    }
    const unsigned = new Webhook().onResponse(() => {});
    expect(await answerOf(unsigned, ping)).toMatchObject({ status: 404, code: "no_route" });
  });

  it.each([undefined, 5, "", "msg_1.1614265330.{}", "a".repeat(200)])(
    "with the challenge %j is no ping",
    async (wrong) => {
      const { status, code } = await answerOf(webhookOf(), { ...ping, challenge: wrong });
      expect([status, code]).toEqual([404, "no_route"]);
    },
  );
});
