import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import {
  defineEvent,
  events,
  HttpError,
  jsonKeyEquals,
  memoryStore,
  not,
  sendCardsAction,
  sendTextAction,
  stepReachedResponse,
  Webhook,
  type WebhookOptions,
} from "@clustaar/webhook-core";
import {
  type SignedRequestOptions,
  signedRequest,
  stepReachedNotification,
} from "@clustaar/webhook-core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { post, type Served, serve } from "./http.ts";

const privateKey = "s3cr3t-k3y";
const auth = { username: "bot", password: "pa:ss wörd" };
const secured = { privateKey, auth };
const now = Date.UTC(2026, 10, 22, 10, 0, 0);
const at = (seconds: number) => new Date(now + seconds * 1000);
const signed: SignedRequestOptions = { ...secured, date: at(0) };
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
const deep = (levels: number) => `{"topic":"x","a":${"[".repeat(levels)}${"]".repeat(levels)}}`;

let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

interface Row {
  readonly what: string;
  readonly status: number;
  readonly code: string;
  readonly request: SignedRequestOptions;
  readonly headers?: Record<string, string>;
  readonly expectHeaders?: Record<string, string | RegExp>;
}

const basicChallenge = { "www-authenticate": 'Basic realm="webhook", charset="UTF-8"' };
const signatureChallenge = { "www-authenticate": "Signature" };

/** Every refusal of the design's table that depends on the request alone. */
const rows: readonly Row[] = [
  {
    what: "a body over the limit",
    status: 413,
    code: "body_too_large",
    request: { ...signed, body: " ".repeat(100_001) },
  },
  {
    what: "GET",
    status: 405,
    code: "method_not_allowed",
    request: { ...signed, method: "GET", body: "" },
    expectHeaders: { allow: "POST" },
  },
  {
    what: "PUT",
    status: 405,
    code: "method_not_allowed",
    request: { ...signed, method: "PUT" },
    expectHeaders: { allow: "POST" },
  },
  {
    what: "no credentials",
    status: 401,
    code: "credentials_missing",
    request: { privateKey, date: at(0) },
    expectHeaders: basicChallenge,
  },
  {
    what: "another scheme's credentials",
    status: 401,
    code: "credentials_missing",
    request: { privateKey, date: at(0), headers: { authorization: "Bearer abc" } },
    expectHeaders: basicChallenge,
  },
  {
    what: "malformed credentials",
    status: 401,
    code: "credentials_invalid",
    request: { ...signed, headers: { authorization: "Basic %%%" } },
    expectHeaders: basicChallenge,
  },
  {
    what: "a wrong password",
    status: 401,
    code: "credentials_invalid",
    request: { ...signed, headers: { authorization: basic("bot:guess") } },
    expectHeaders: basicChallenge,
  },
  {
    what: "a wrong name",
    status: 401,
    code: "credentials_invalid",
    request: { ...signed, headers: { authorization: basic(`tob:${auth.password}`) } },
    expectHeaders: basicChallenge,
  },
  {
    what: "no signature",
    status: 401,
    code: "signature_missing",
    request: { auth, date: at(0) },
    expectHeaders: signatureChallenge,
  },
  {
    what: "a signature that cannot be read",
    status: 401,
    code: "signature_malformed",
    request: { ...signed, headers: { "x-hub-signature": "sha1=xyz" } },
    expectHeaders: signatureChallenge,
  },
  {
    what: "another algorithm's signature",
    status: 401,
    code: "signature_unsupported",
    request: { ...signed, headers: { "x-hub-signature": `sha256=${"0".repeat(64)}` } },
    expectHeaders: signatureChallenge,
  },
  {
    what: "another key's signature",
    status: 401,
    code: "signature_invalid",
    request: { ...signed, privateKey: "another" },
    expectHeaders: signatureChallenge,
  },
  {
    what: "no Date header",
    status: 400,
    code: "date_missing",
    request: { ...signed, date: null },
  },
  {
    what: "a request eleven seconds old",
    status: 400,
    code: "request_too_old",
    request: { ...signed, date: at(-11) },
  },
  {
    what: "a request eleven seconds ahead",
    status: 400,
    code: "request_from_future",
    request: { ...signed, date: at(11) },
  },
  { what: "an empty body", status: 400, code: "body_not_json", request: { ...signed, body: "" } },
  { what: "no JSON", status: 400, code: "body_not_json", request: { ...signed, body: "{nope" } },
  { what: "a list", status: 400, code: "body_not_json", request: { ...signed, body: "[]" } },
  { what: "null", status: 400, code: "body_not_json", request: { ...signed, body: "null" } },
  { what: "text", status: 400, code: "body_not_json", request: { ...signed, body: '"x"' } },
  {
    what: "bytes that are not UTF-8",
    status: 400,
    code: "body_not_json",
    request: { ...signed, body: Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d) },
  },
  {
    what: "a compressed body",
    status: 415,
    code: "encoding_unsupported",
    request: {
      ...signed,
      body: gzipSync('{"topic":"x"}'),
      headers: { "content-encoding": "gzip" },
    },
    expectHeaders: { "accept-encoding": "identity" },
  },
  {
    what: "a number that JavaScript cannot hold",
    status: 400,
    code: "body_not_json",
    request: { ...signed, body: '{"topic":"x","total":1e400}' },
  },
  {
    what: "a body nested too deeply",
    status: 400,
    code: "body_too_deep",
    request: { ...signed, body: deep(40_000) },
  },
  {
    what: "an unknown topic",
    status: 404,
    code: "no_route",
    request: { ...signed, notification: { topic: "conversation.ended" } },
  },
  { what: "no topic", status: 404, code: "no_route", request: { ...signed, notification: {} } },
  {
    what: "a topic that is not a text",
    status: 404,
    code: "no_route",
    request: { ...signed, notification: { topic: { toString: "__proto__" } } },
  },
  {
    what: "a body that no filter takes",
    status: 404,
    code: "no_route",
    request: { ...signed, notification: stepReachedNotification({ channel: "email" }) },
  },
  {
    what: "an envelope that is not a notification",
    status: 422,
    code: "payload_invalid",
    request: {
      ...signed,
      notification: {
        topic: "conversation.step_reached",
        data: ["step_reached_event"],
      },
    },
  },
];

function secureWebhook(options: WebhookOptions = {}): Webhook {
  const webhook = new Webhook({ ...secured, now: () => now, maxBody: 100_000, ...options });
  return webhook.on(events.CONVERSATION_STEP_REACHED, () => {}, {
    filters: not(jsonKeyEquals("data.channel", "email")),
  });
}

describe("refusals over real HTTP", () => {
  it.each(rows)("$what: $status $code", async (row) => {
    served = await serve(secureWebhook());
    const request = signedRequest(row.request);
    const response = await post(served.port, request, row.headers);
    expect(response.status).toBe(row.status);
    expect(response.headers["content-type"]).toBe("application/problem+json");
    const problem = JSON.parse(response.text);
    expect(problem).toMatchObject({ status: row.status, code: row.code, type: "about:blank" });
    expect(problem.title).toMatch(/^[A-Z]/);
    for (const [name, value] of Object.entries(row.expectHeaders ?? {})) {
      expect(response.headers[name]).toBe(value);
    }
    expect(response.text).not.toContain(privateKey);
    expect(response.text).not.toContain(auth.password);
    expect(response.text).not.toMatch(/node:|\.ts:\d|at \w+ \(/);
  });

  it("400 date_invalid for a Date that is not an HTTP-date", async () => {
    served = await serve(secureWebhook());
    const body = JSON.stringify(stepReachedNotification());
    for (const date of ["2026-11-22T10:00:00Z", "Sun, 22 Nov 2026 10:00:00 +0000", "yesterday"]) {
      const request = signedRequest({
        ...secured,
        body,
        headers: { date, ...signedWith(date, body) },
      });
      const response = await post(served.port, request);
      expect([response.status, JSON.parse(response.text).code]).toEqual([400, "date_invalid"]);
    }
  });

  it("404 no_route names the topic that came", async () => {
    served = await serve(secureWebhook());
    const notification = { topic: "conversation.ended" };
    const response = await post(served.port, signedRequest({ ...signed, notification }));
    expect(JSON.parse(response.text).detail).toContain("conversation.ended");
  });

  it("takes a signed body with a byte order mark", async () => {
    served = await serve(secureWebhook());
    const body = `\ufeff${JSON.stringify(stepReachedNotification({ channel: "facebook" }))}`;
    expect((await post(served.port, signedRequest({ ...signed, body }))).status).toBe(200);
  });

  it("500 secret_unavailable until a function gives a key", async () => {
    const heard: string[] = [];
    const privateKeys = [undefined, privateKey];
    const webhook = secureWebhook({ privateKey: () => privateKeys.shift() as string });
    served = await serve(webhook.onError(({ code }) => heard.push(code)));
    const notification = stepReachedNotification({ channel: "facebook" });
    const request = signedRequest({ ...signed, notification });
    const first = await post(served.port, request);
    expect([first.status, JSON.parse(first.text).code]).toEqual([500, "secret_unavailable"]);
    expect(first.text).not.toContain("privateKey");
    expect([(await post(served.port, request)).status, heard]).toEqual([
      200,
      ["secret_unavailable"],
    ]);
  });

  it("422 payload_invalid names every path", async () => {
    served = await serve(secureWebhook());
    const row = rows.find(({ code }) => code === "payload_invalid");
    const response = await post(served.port, signedRequest(row?.request));
    const paths = JSON.parse(response.text).errors.map(({ path }: { path: string }) => path);
    expect(paths.sort()).toEqual(["data"]);
  });

  it("takes what is within the limits", async () => {
    served = await serve(secureWebhook());
    for (const date of [at(-10), at(0), at(10)]) {
      const notification = stepReachedNotification({ channel: "facebook" });
      const response = await post(served.port, signedRequest({ ...signed, date, notification }));
      expect(response.status).toBe(200);
      expect(response.headers["content-type"]).toBe("application/json");
    }
  });
});

describe("answers that a handler is to blame for, over real HTTP", () => {
  const facebook = () =>
    signedRequest({ notification: stepReachedNotification({ channel: "facebook" }) });

  async function answerOf(webhook: Webhook): Promise<{ status: number; text: string }> {
    served = await serve(webhook);
    return post(served.port, facebook());
  }

  it("an HttpError is its own answer", async () => {
    const webhook = new Webhook().on(events.CONVERSATION_STEP_REACHED, () => {
      throw new HttpError(409, "The order was shipped already", { code: "order_shipped" });
    });
    const { status, text } = await answerOf(webhook);
    expect(status).toBe(409);
    expect(JSON.parse(text)).toMatchObject({
      code: "order_shipped",
      detail: "The order was shipped already",
    });
  });

  it("anything else is 500 handler_failed, reported to onError and not to the client", async () => {
    const heard: unknown[] = [];
    const webhook = new Webhook().onError((error) => heard.push(error.code, error.cause));
    const failure = new Error("password of the database: hunter2");
    webhook.on(events.CONVERSATION_STEP_REACHED, () => Promise.reject(failure));
    const { status, text } = await answerOf(webhook);
    expect([status, JSON.parse(text).code]).toEqual([500, "handler_failed"]);
    expect(text).not.toContain("hunter2");
    expect(heard).toEqual(["handler_failed", failure]);
  });

  it("a filter that throws counts as a handler that throws", async () => {
    const webhook = new Webhook().onError(() => {});
    const filters = () => {
      throw new Error("no such tenant");
    };
    webhook.on(events.CONVERSATION_STEP_REACHED, () => {}, { filters });
    expect((await answerOf(webhook)).status).toBe(500);
  });

  it("504 handler_timeout, and the signal is aborted", async () => {
    let signal: AbortSignal | undefined;
    const webhook = new Webhook({ deadline: 50 }).onError(() => {});
    webhook.on(events.CONVERSATION_STEP_REACHED, (context) => {
      signal = context.signal;
      return new Promise((_, reject) => {
        context.signal.addEventListener("abort", () => reject(context.signal.reason));
      });
    });
    const { status, text } = await answerOf(webhook);
    expect([status, JSON.parse(text).code]).toEqual([504, "handler_timeout"]);
    expect(signal?.aborted).toBe(true);
  });

  it("500 response_invalid, with every path for onError", async () => {
    const messages: string[] = [];
    const webhook = new Webhook().onError((error) => messages.push(error.message));
    webhook.on(events.CONVERSATION_STEP_REACHED, () =>
      stepReachedResponse({
        actions: [
          sendTextAction({ alternatives: [] }),
          sendCardsAction({
            cards: [
              {
                type: "card",
                title: "ok",
                buttons: [
                  {
                    type: "button",
                    title: "a title of 27 characters ok",
                    action: { type: "share_action" },
                  },
                ],
              },
            ],
          }),
        ],
      }),
    );
    const { status, text } = await answerOf(webhook);
    expect([status, JSON.parse(text).code]).toEqual([500, "response_invalid"]);
    expect(text).not.toContain("characters");
    expect(messages.join()).toContain("actions/0/alternatives: ");
    expect(messages.join()).toContain(
      "actions/1/cards/0/buttons/0/title: at most 20 characters, got 27",
    );
  });

  it("500 response_invalid for a forgotten await, and its path over HTTP in development", async () => {
    const webhook = new Webhook({ development: true }).onError(() => {});
    webhook.on(events.CONVERSATION_STEP_REACHED, ({ notification }) => {
      Object.assign(notification.event.session.values, { user: Promise.resolve("Ada") });
    });
    const { status, text } = await answerOf(webhook);
    expect([status, JSON.parse(text).code]).toEqual([500, "response_invalid"]);
    expect(JSON.parse(text).errors).toEqual([
      {
        path: "session/values/user",
        message: "expected a value, got a promise; is an `await` missing?",
      },
    ]);
  });

  it("500 handler_failed for a middleware that neither calls next() nor returns", async () => {
    const heard: string[] = [];
    const webhook = new Webhook().onError(({ message }) => heard.push(message)).use(() => {});
    webhook.on(events.CONVERSATION_STEP_REACHED, () => {});
    const { status, text } = await answerOf(webhook);
    expect([status, JSON.parse(text).code]).toEqual([500, "handler_failed"]);
    expect(heard.join()).toContain("neither called next() nor returned an answer");
  });

  it("200 from a fallback where the handler fails; onError and onResponse know", async () => {
    const heard: unknown[] = [];
    const webhook = new Webhook({
      deadline: 30,
      fallback: () =>
        stepReachedResponse({ actions: [sendTextAction({ alternatives: ["Sorry"] })] }),
    });
    webhook.onError(({ code }) => heard.push(code));
    webhook.onResponse(({ status, code, fallback }) => heard.push([status, code, fallback]));
    webhook.on(events.CONVERSATION_STEP_REACHED, () => new Promise(() => {}));
    const { status, text } = await answerOf(webhook);
    expect([status, JSON.parse(text).actions[0].alternatives]).toEqual([200, ["Sorry"]]);
    expect(heard).toEqual(["handler_timeout", [200, "handler_timeout", true]]);
  });

  it("tells the adapter's own refusals to onResponse, once", async () => {
    const heard: unknown[] = [];
    const webhook = new Webhook({ maxBody: 10 });
    webhook.onResponse(({ status, code }) => heard.push([status, code]));
    expect((await answerOf(webhook)).status).toBe(413);
    expect(heard).toEqual([[413, "body_too_large"]]);
  });

  it("409 duplicate_pending when the first delivery is still being handled", async () => {
    const store = memoryStore();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const webhook = new Webhook({ deadline: 5_000, idempotency: { store: store } });
    webhook.on(events.CONVERSATION_STEP_REACHED, () => held);
    served = await serve(webhook);
    const request = facebook();
    const first = post(served.port, request);
    await expect.poll(() => store.size).toBe(1);
    const late = new Webhook({ deadline: 50, idempotency: { store } });
    late.on(events.CONVERSATION_STEP_REACHED, () => {});
    const other = await serve(late);
    const second = await post(other.port, request);
    await other.close();
    release();
    expect([second.status, JSON.parse(second.text).code]).toEqual([409, "duplicate_pending"]);
    expect((await first).status).toBe(200);
  });

  it("a custom event is checked both ways", async () => {
    const schema = {
      "~standard": {
        version: 1 as const,
        vendor: "test",
        validate: (value: unknown) =>
          (value as { total?: unknown }).total === 1
            ? { value: value as { total: number } }
            : { issues: [{ message: "expected a total of 1", path: ["total"] }] },
      },
    };
    const event = defineEvent("order.paid", schema, { answer: schema });
    const webhook = new Webhook().onError(() => {}).on(event, () => ({ total: 2 }));
    served = await serve(webhook);
    const paid = (total: number) => signedRequest({ notification: { topic: "order.paid", total } });
    expect((await post(served.port, paid(2))).status).toBe(422);
    expect(JSON.parse((await post(served.port, paid(1))).text).code).toBe("response_invalid");
  });
});

function signedWith(date: string, body: string): Record<string, string> {
  const mac = createHmac("sha1", privateKey).update(`date=${date}\n${body}`).digest("hex");
  return { "x-hub-signature": `sha1=${mac}` };
}
