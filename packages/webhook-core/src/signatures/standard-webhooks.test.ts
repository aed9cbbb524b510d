import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { standardWebhooks } from "./standard-webhooks.ts";

// The example that the specification's own libraries test themselves with.
const key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const seconds = "1614265330";
const now = 1614265330_000;
const body = Buffer.from('{"test": 2432232314}');
const v1 = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const wrong = `v1,${Buffer.alloc(32).toString("base64")}`;
const refused = (code: string) => expect.objectContaining({ code });

const verify = (changes: Record<string, string | undefined>) => {
  const headers = new Map(
    Object.entries({
      "webhook-id": id,
      "webhook-timestamp": seconds,
      "webhook-signature": v1,
      ...changes,
    }),
  );
  const reader = { get: (name: string) => headers.get(name.toLowerCase()) };
  standardWebhooks.verify({ headers: reader, body }, [key], { now });
};

describe("standardWebhooks", () => {
  it("gives and takes the specification's example", () => {
    expect(standardWebhooks.sign({ body, timestamp: now, id }, key)).toEqual({
      "webhook-id": id,
      "webhook-timestamp": seconds,
      "webhook-signature": v1,
    });
    verify({});
  });

  it("reads the key with and without its prefix, and as bytes", () => {
    const base64 = key.slice("whsec_".length);
    for (const same of [base64, Buffer.from(base64, "base64")]) {
      expect(standardWebhooks.sign({ body, timestamp: now, id }, same)["webhook-signature"]).toBe(
        v1,
      );
    }
  });

  it.each(["whsec_", "whsec_not base64", "plain text!", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS"])(
    "refuses the key %s",
    (bad) => {
      expect(() => standardWebhooks.prepareKey(bad)).toThrow(WebhookConfigError);
    },
  );

  it.each([`${wrong} ${v1}`, `${v1} ${wrong}`, `v1a,c2lnbmF0dXJl ${v1}`, `${v1} v2,~~~`])(
    "takes one good signature among several: %s",
    (signatures) => {
      verify({ "webhook-signature": signatures });
    },
  );

  it.each([
    ["two headers joined", `${v1}, ${v1}`, "signature_malformed"],
    ["a wrong one joined before", `${wrong}, ${v1}`, "signature_malformed"],
    ["two spaces", `${wrong}  ${v1}`, "signature_malformed"],
    ["no version", v1.slice(3), "signature_malformed"],
    ["no padding", v1.slice(0, -1), "signature_malformed"],
    ["base64url", v1.replace("+", "-").replace("/", "_"), "signature_malformed"],
    ["bits beyond the end", v1.replace("OE=", "OF="), "signature_malformed"],
    ["another length", "v1,AAAA", "signature_malformed"],
    ["other versions only", "v1a,c2lnbmF0dXJl v2,abc", "signature_unsupported"],
    ["an upper-case version", v1.replace("v1", "V1"), "signature_unsupported"],
    ["a wrong one", wrong, "signature_invalid"],
  ])("refuses %s", (_what, signature, code) => {
    expect(() => verify({ "webhook-signature": signature })).toThrow(refused(code));
  });

  it("refuses a missing id, time or signature", () => {
    expect(() => verify({ "webhook-id": undefined })).toThrow(refused("signature_missing"));
    expect(() => verify({ "webhook-signature": undefined })).toThrow(refused("signature_missing"));
    expect(() => verify({ "webhook-timestamp": undefined })).toThrow(refused("date_missing"));
    expect(() => verify({ "webhook-timestamp": "yesterday" })).toThrow(refused("date_invalid"));
  });

  it("does not let an id run into the time that is signed after it", () => {
    // Signed as msg / 1614265330 / `1614265331.{}`, sent as `msg.1614265330` / 1614265331 / `{}`.
    const honest = standardWebhooks.sign({ id: "msg", timestamp: now, body: "1614265331.{}" }, key);
    const headers = new Headers({
      ...honest,
      "webhook-id": "msg.1614265330",
      "webhook-timestamp": "1614265331",
    });
    const forged = { headers, body: Buffer.from("{}") };
    expect(() => standardWebhooks.verify(forged, [key], { now })).toThrow(
      refused("signature_malformed"),
    );
  });

  it.each([undefined, "", "a.b", "a b", "a\nb", "é"])("refuses to sign the id %j", (bad) => {
    expect(() => standardWebhooks.sign({ body, timestamp: now, id: bad }, key)).toThrow(
      WebhookConfigError,
    );
  });
});
