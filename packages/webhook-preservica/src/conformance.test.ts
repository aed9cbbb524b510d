import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PreservicaReceiver } from "./index.ts";
import { challengeRequest, deliveryRequest } from "./testing.ts";

interface SignatureCases {
  preservica: { secret: string; body: string; header: string; headerUtf8: string }[];
  preservicaChallenge: { secret: string; challengeCode: string; challengeResponse: string }[];
}

const cases = JSON.parse(
  readFileSync(
    new URL("../../webhook-core/conformance/signature-cases.json", import.meta.url),
    "utf8",
  ),
) as SignatureCases;

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

it("has cases", () => {
  expect([cases.preservica.length, cases.preservicaChallenge.length]).toEqual([33, 12]);
});

describe.each(cases.preservica)("body $body under $secret", ({ secret, body, ...headers }) => {
  /** 401 when the signature is refused; past it the bodies that hold no events are 400 or 422. */
  async function status(legacyLatin1: boolean, signature: string) {
    const receiver = new PreservicaReceiver({ secret, legacyLatin1 });
    const request = deliveryRequest({ secret: "another", body });
    const { headers } = request;
    (headers as Headers).set("preservica-signature", signature);
    return (await receiver.handle(request)).status;
  }

  it("is taken with the signature over UTF-8 bytes", async () => {
    expect(await status(false, headers.headerUtf8)).not.toBe(401);
    expect(await status(false, headers.headerUtf8.toUpperCase())).not.toBe(401);
  });

  it("is taken with the signature over latin-1 bytes, if told so", async () => {
    expect(await status(true, headers.header)).not.toBe(401);
  });

  it("is refused with the other one's signature, unless they are the same", async () => {
    const same = headers.header === headers.headerUtf8;
    expect(same).toBe(isAscii(secret) && isAscii(body.replace(/[\n\r\t]/g, "")));
    expect((await status(false, headers.header)) === 401).toBe(!same);
    expect((await status(true, headers.headerUtf8)) === 401).toBe(!same);
  });
});

describe.each(cases.preservicaChallenge)(
  "challenge $challengeCode under $secret",
  ({ secret, challengeCode, challengeResponse }) => {
    it("has the answer of the Python client with legacyLatin1", async () => {
      const receiver = new PreservicaReceiver({ secret, legacyLatin1: true });
      const { status, body } = await receiver.handle(challengeRequest(challengeCode));
      expect(status).toBe(200);
      expect(JSON.parse(String(body))).toEqual({ challengeCode, challengeResponse });
    });

    it("has the same answer over UTF-8 where everything is ASCII", async () => {
      const receiver = new PreservicaReceiver({ secret });
      const { body } = await receiver.handle(challengeRequest(challengeCode));
      const same = JSON.parse(String(body)).challengeResponse === challengeResponse;
      expect(same).toBe(isAscii(secret) && isAscii(challengeCode));
    });
  },
);
