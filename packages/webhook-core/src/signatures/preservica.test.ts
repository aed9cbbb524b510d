import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { preservica, preservicaChallengeResponse, preservicaLatin1 } from "./preservica.ts";

const signed = (signature: string, body: Uint8Array) => ({
  headers: new Headers({ "Preservica-Signature": signature }),
  body,
});

describe("preservicaLatin1", () => {
  it("signs the latin-1 form of a body that travels as UTF-8", () => {
    const expected = createHmac("sha256", Buffer.from("clé", "latin1"))
      .update(Buffer.from('preservica-webhook-auth{"name":"Renée"}', "latin1"))
      .digest("hex");
    const body = Buffer.from('{"name":"Renée"}', "utf8");
    expect(preservicaLatin1.sign({ body, timestamp: 0 }, "clé")).toEqual({
      "preservica-signature": expected,
    });
    preservicaLatin1.verify(signed(expected, body), ["clé"]);
    expect(() => preservica.verify(signed(expected, body), ["clé"])).toThrow(
      expect.objectContaining({ code: "signature_invalid" }),
    );
  });

  it.each([
    ["beyond latin-1", Buffer.from('{"text":"🎉"}')],
    ["not UTF-8", Buffer.from([0x7b, 0xe9, 0x7d])],
  ])("refuses a body that is %s, whatever it is signed with", (_what, body) => {
    const { "preservica-signature": signature = "" } = preservica.sign({ body, timestamp: 0 }, "k");
    expect(() => preservicaLatin1.verify(signed(signature, body), ["k"])).toThrow(
      expect.objectContaining({ code: "signature_invalid" }),
    );
    expect(() => preservicaLatin1.sign({ body, timestamp: 0 }, "k")).toThrow(WebhookConfigError);
  });

  it("refuses a key that has no latin-1 form", () => {
    expect(() => preservicaLatin1.prepareKey("clé 🎉")).toThrow(WebhookConfigError);
    expect(() => preservicaChallengeResponse("🎉", "clé", { legacyLatin1: true })).toThrow(
      WebhookConfigError,
    );
  });
});

describe("preservicaChallengeResponse", () => {
  it("takes a prepared key", () => {
    const key = preservica.prepareKey("test");
    expect(preservicaChallengeResponse("abc123", key)).toBe(
      preservicaChallengeResponse("abc123", "test"),
    );
  });

  it("refuses an empty secret", () => {
    expect(() => preservicaChallengeResponse("abc123", "")).toThrow(WebhookConfigError);
  });
});
