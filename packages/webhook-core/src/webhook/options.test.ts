import { describe, expect, it } from "vitest";
import { Webhook, WebhookConfigError } from "../index.ts";

const build = (options: unknown) => () => new Webhook(options as never);

describe("a Webhook built wrongly throws", () => {
  it.each([
    ["an undefined key", { privateKey: undefined }, /"privateKey" is undefined/],
    ["an empty key", { privateKey: "" }, /privateKey: expected .* got an empty string/],
    ["an empty list of keys", { privateKey: [] }, /got an empty list/],
    ["an empty key in a list", { privateKey: ["good", ""] }, /got an empty string/],
    ["an undefined key in a list", { privateKey: ["good", undefined] }, /got undefined/],
    ["a key that is not a text", { privateKey: 42 }, /got a number/],
    ["undefined credentials", { auth: undefined }, /"auth" is undefined/],
    ["a name alone", { auth: { username: "bot" } }, /password/],
    ["a password alone", { auth: { password: "s3cret" } }, /username/],
    ["an empty password", { auth: { username: "bot", password: "" } }, /password/],
    ["an undefined password", { auth: { username: "bot", password: undefined } }, /password/],
    ["an unknown credential", { auth: { user: "bot", password: "x" } }, /unknown option "user"/],
    ["credentials as text", { auth: "bot:s3cret" }, /auth/],
    ["an unknown option", { private_key: "x" }, /unknown option "private_key"/],
    ["an undefined age", { maxAge: undefined }, /"maxAge" is undefined/],
    ["an age below zero", { maxAge: -1 }, /maxAge: expected a number of seconds/],
    ["an age that is not a number", { maxAge: Number.NaN }, /maxAge/],
    ["an age as text", { maxAge: "10" }, /maxAge/],
    ["a limit as text", { maxBody: "1mb" }, /maxBody/],
    ["no deadline", { deadline: 0 }, /deadline/],
    [
      "a deadline that a timer cannot hold",
      { deadline: 2 ** 31 },
      /deadline: expected a number of milliseconds from 1 to 2147483647/,
    ],
    ["a clock that is none", { now: 5 }, /now: expected a function/],
    ["an unknown idempotency option", { idempotency: { tll: 5 } }, /unknown option "tll"/],
    ["a store that is none", { idempotency: { store: {} } }, /store.claim: expected a function/],
    ["a ttl of nothing", { idempotency: { ttl: 0 } }, /ttl/],
    ["no object", "s3cret", /expected an object of options, got a string/],
    ["a list", [], /expected an object of options, got a list/],
  ])("%s", (_what, options, message) => {
    expect(build(options)).toThrow(WebhookConfigError);
    expect(build(options)).toThrow(message);
    expect(build(options)).toThrow(expect.objectContaining({ code: "config_invalid" }));
  });

  it("never tells a secret", () => {
    for (const options of [{ auth: "hunter2" }, { auth: { username: "hunter2" } }, "hunter2"]) {
      try {
        new Webhook(options as never);
        expect.unreachable();
      } catch (error) {
        expect(String(error)).not.toContain("hunter2");
      }
    }
  });

  it("takes what is left out or null on purpose", () => {
    for (const options of [{}, { privateKey: null }, { auth: null, maxAge: null }]) {
      expect(build(options)).not.toThrow();
    }
  });
});

describe("a route registered wrongly throws", () => {
  const on = (...args: unknown[]) => {
    const webhook = new Webhook() as unknown as { on(...args: unknown[]): void };
    return () => webhook.on(...args);
  };
  const topic = "conversation.step_reached";

  it.each([
    ["an unknown topic", ["conversation.ended", () => {}], /unknown topic "conversation.ended"/],
    ["a topic of Object's", ["toString", () => {}], /unknown topic/],
    ["no topic", [undefined, () => {}], /unknown topic undefined/],
    ["no handler", [topic], /handler: expected a function, got undefined/],
    ["filter for filters", [topic, () => {}, { filter: () => true }], /unknown option "filter"/],
    ["undefined filters", [topic, () => {}, { filters: undefined }], /"filters" is undefined/],
    [
      "a filter that is none",
      [topic, () => {}, { filters: ["x"] }],
      /filters: expected a function/,
    ],
    ["filters that are none", [topic, () => {}, { filters: "x" }], /a filter or a list of filters/],
  ])("%s", (_what, args, message) => {
    expect(on(...args)).toThrow(WebhookConfigError);
    expect(on(...args)).toThrow(message);
  });

  it("a middleware or a listener that is none", () => {
    const webhook = new Webhook() as unknown as Record<"use" | "onError", (x: unknown) => void>;
    expect(() => webhook.use({})).toThrow("use: middleware: expected a function, got an object");
    expect(() => webhook.onError(null)).toThrow("onError: listener: expected a function, got null");
  });
});
