import { createContext, runInContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { Webhook } from "../index.ts";
import type { SignatureScheme, SigningKey } from "./index.ts";
import * as all from "./index.ts";

const schemes = Object.values<unknown>(all).filter(
  (exported): exported is SignatureScheme =>
    typeof exported === "object" && exported !== null && "verify" in exported,
);
const key = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const body = Buffer.from("{}");
const now = Date.UTC(2026, 10, 22, 10);
const headersOf = (scheme: SignatureScheme, signingKey: SigningKey) =>
  new Headers(scheme.sign({ body, timestamp: now, id: "msg_1" }, signingKey));

describe.each(schemes)("a key of $name", (scheme) => {
  it.each([
    [`${key}\n`, "a line break at its end"],
    [`${key}\r\n`, "a line break at its end"],
    [`\n${key}`, "a line break at its start"],
    [` ${key}`, "white space at its start"],
    [`${key} `, "white space at its end"],
    [`${key}\t`, "white space at its end"],
    [`${key}\u00a0`, "white space at its end"],
    [`\ufeff${key}`, "white space at its start"],
    ["\n", "a line break at its start"],
  ])("read from a file was taken with what stands around it: %j", (text, where) => {
    const refusal = expect.objectContaining({
      code: "config_invalid",
      message: expect.stringContaining(where),
    });
    expect(() => scheme.prepareKey(text)).toThrow(refusal);
    expect(() => headersOf(scheme, text)).toThrow(refusal);
    const message = { headers: headersOf(scheme, key), body };
    expect(() => scheme.verify(message, [key, text], { now })).toThrow(refusal);
    expect(() => scheme.prepareKey(text)).not.toThrow(/MfKQ/);
  });

  it("may hold white space within, and as bytes at its ends", () => {
    const bytes = Buffer.from(`${key}\n`);
    const message = { headers: headersOf(scheme, bytes), body };
    scheme.verify(message, bytes, { now });
    if (scheme !== all.standardWebhooks) expect(scheme.prepareKey("a b\nc").scheme).toBeTruthy();
  });

  it("may be one, or one of a list", () => {
    const message = { headers: headersOf(scheme, key), body };
    scheme.verify(message, key, { now });
    scheme.verify(message, scheme.prepareKey(key), { now });
    scheme.verify(message, ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", key], { now });
    expect(() => scheme.verify(message, [], { now })).toThrow(/at least one signing key/);
  });

  it("may be bytes of another realm", () => {
    const bytes = runInContext("new Uint8Array(32).fill(7)", createContext({}));
    expect(bytes).not.toBeInstanceOf(Uint8Array);
    scheme.verify({ headers: headersOf(scheme, bytes), body }, bytes, { now });
  });

  it("prepared by another copy of the package was refused", async () => {
    vi.resetModules();
    const copy = (await import("./index.ts")) as unknown as Record<string, SignatureScheme>;
    const other = Object.values(copy).find(({ name }) => name === scheme.name);
    expect(other).not.toBe(scheme);
    const prepared = other?.prepareKey(key) ?? "";
    expect(scheme.prepareKey(prepared)).toBe(prepared);
    scheme.verify({ headers: headersOf(scheme, prepared), body }, prepared, { now });
  });

  it("`verify` as it was called before, with the clock as a number, is refused", () => {
    const message = { headers: headersOf(scheme, key), body };
    expect(() => scheme.verify(message, [key], now as never)).toThrow(
      /verify: expected an object of options, got a number/,
    );
  });

  it.each([
    [{ tolerence: 10 }, /unknown option "tolerence"/],
    [{ now: Number.NaN }, /now: expected milliseconds since 1970, got NaN/],
    [{ now: new Date() }, /now: expected milliseconds since 1970, got an object/],
    [{ tolerance: -1 }, /tolerance: expected a number of seconds from 0 up, got -1/],
    [{ tolerance: "5" }, /tolerance: .* got a string/],
    [{ tolerance: null }, /tolerance: .* got null/],
    [{ tolerance: undefined }, /"tolerance" is undefined/],
    [null, /expected an object of options, got null/],
  ])("options %j would switch a check off", (options, message) => {
    // Wrong on purpose; and the headers have no signature: the options are looked at first.
    const verify = () => scheme.verify({ headers: new Headers(), body }, key, options as never);
    expect(verify).toThrow(message);
  });

  it("is verified against the clock of the process by default", () => {
    const headers = new Headers(scheme.sign({ body, timestamp: Date.now(), id: "msg_1" }, key));
    scheme.verify({ headers, body }, key);
  });
});

it("a Webhook's key with a line break fitted no signature, and nobody was told why", () => {
  expect(() => new Webhook({ privateKey: "s3cr3t\n" })).toThrow(/a line break at its end/);
  expect(() => new Webhook({ privateKey: "s3cr3t\n" })).not.toThrow(/s3cr3t/);
});

describe("a key of Standard Webhooks", () => {
  const { standardWebhooks } = all;
  const bytes24 = Buffer.alloc(24, 1);
  const bytes25 = Buffer.alloc(25, 1);
  const bytes26 = Buffer.alloc(26, 1);

  it.each([bytes24, bytes25, bytes26])("without its padding was refused", (bytes) => {
    const base64 = bytes.toString("base64");
    const bare = base64.replace(/=+$/, "");
    for (const text of [
      base64,
      bare,
      base64.replace(/==$/, "="),
      `whsec_${base64}`,
      `whsec_${bare}`,
    ]) {
      expect(headersOf(standardWebhooks, text)).toEqual(headersOf(standardWebhooks, bytes));
    }
  });

  it.each([
    [`whsec_${bytes25.toString("base64url")}-_`, /not base64/],
    [`whsec_${Buffer.alloc(23, 1).toString("base64")}`, /at least 24 bytes, .* got 23 bytes/],
    ["test", /got 3 bytes; pass bytes if the key is not base64/],
    ["whsec_", /got 0 bytes/],
    [`v1,whsec_${bytes24.toString("base64")}`, /got one with v1, before it .*; leave the v1, out/],
    [`whsk_${bytes24.toString("base64")}`, /Ed25519 key of 32 or 64 bytes, got 24 bytes/],
    [`whpk_${Buffer.alloc(64, 1).toString("base64")}`, /Ed25519 key of 32 bytes, got 64 bytes/],
    ["whpk_not base64", /got text that is not base64/],
    [`whpk_${Buffer.alloc(32, 1).toString("base64")}\n`, /a line break at its end/],
  ])("%s is refused with the reason", (text, message) => {
    expect(() => standardWebhooks.prepareKey(text)).toThrow(message);
    expect(() => standardWebhooks.prepareKey(text)).toThrow(
      expect.objectContaining({ code: "config_invalid" }),
    );
  });
});
