import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  clustaar,
  preservica,
  preservicaChallengeResponse,
  preservicaLatin1,
  servo,
} from "./index.ts";

interface SignatureCases {
  clustaar: { key: string; date: string | null; body: string; header: string }[];
  servo: { secret: string; body: string; header: string }[];
  preservica: { secret: string; body: string; header: string; headerUtf8: string }[];
  preservicaChallenge: { secret: string; challengeCode: string; challengeResponse: string }[];
}

// What the original Python packages compute.
const cases: SignatureCases = JSON.parse(
  readFileSync(new URL("../../conformance/signature-cases.json", import.meta.url), "utf8"),
);

const utf8 = (text: string) => new TextEncoder().encode(text);
const signed = (header: string, value: string, body: string) => ({
  headers: new Headers({ [header]: value }),
  body: utf8(body),
});

describe("what the original computes", () => {
  it("has rows for each scheme", () => {
    expect(cases.clustaar.length).toBeGreaterThanOrEqual(44);
    expect(cases.servo.length).toBeGreaterThanOrEqual(43);
    expect(cases.preservica.length).toBeGreaterThanOrEqual(33);
    expect(cases.preservicaChallenge.length).toBeGreaterThanOrEqual(12);
  });

  it.each(cases.clustaar)("clustaar $key $date $header", ({ key, date, body, header }) => {
    const message = signed("X-Hub-Signature", header, body);
    if (date !== null) {
      message.headers.set("Date", date);
      expect(clustaar.sign({ body, timestamp: Date.parse(date) }, key)).toEqual({
        date,
        "x-hub-signature": header,
      });
    }
    clustaar.verify(message, [key]);
    clustaar.verify(message, [clustaar.prepareKey(utf8(key))]);
  });

  it.each(cases.servo)("servo $secret $header", ({ secret, body, header }) => {
    expect(servo.sign({ body, timestamp: 0 }, secret)).toEqual({ "x-servo-signature": header });
    servo.verify(signed("X-Servo-Signature", header, body), [secret]);
  });

  it.each(cases.preservica)("preservica over UTF-8 $secret $headerUtf8", (row) => {
    const { secret, body, headerUtf8 } = row;
    const headers = preservica.sign({ body, timestamp: 0 }, secret);
    expect(headers).toEqual({ "preservica-signature": headerUtf8 });
    preservica.verify(signed("Preservica-Signature", headerUtf8, body), [secret]);
  });

  it.each(cases.preservica)("preservica over latin-1 $secret $header", (row) => {
    const { secret, body, header } = row;
    const headers = preservicaLatin1.sign({ body, timestamp: 0 }, secret);
    expect(headers).toEqual({ "preservica-signature": header });
    preservicaLatin1.verify(signed("Preservica-Signature", header, body), [secret]);
  });

  it.each(cases.preservicaChallenge)("preservica challenge $secret $challengeCode", (row) => {
    const { secret, challengeCode, challengeResponse } = row;
    expect(preservicaChallengeResponse(challengeCode, secret, { legacyLatin1: true })).toBe(
      challengeResponse,
    );
    const ascii = Buffer.from(secret + challengeCode, "latin1").every((byte) => byte < 0x80);
    const overUtf8 = preservicaChallengeResponse(challengeCode, secret);
    if (ascii) expect(overUtf8).toBe(challengeResponse);
    else expect(overUtf8).not.toBe(challengeResponse);
  });
});
