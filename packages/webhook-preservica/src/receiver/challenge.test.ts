import { createHmac } from "node:crypto";
import type { WebhookRequest } from "@clustaar/webhook-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PreservicaReceiver } from "../index.ts";
import { challengeRequest, deliveryRequest } from "../testing.ts";
import { couldSignAnEvent } from "./challenge.ts";

const secret = "s3cr3t";
const prefix = "preservica-webhook-auth";

const json = (body: string | Uint8Array) => JSON.parse(String(body)) as Record<string, string>;
const withQuery = (query: string): WebhookRequest => ({
  ...challengeRequest(""),
  query: new URLSearchParams(query),
});

async function ask(request: WebhookRequest, options = {}) {
  const receiver = new PreservicaReceiver({ secret, ...options });
  const called: unknown[] = [];
  receiver.onEvent(() => called.push("event")).onDelivery(() => called.push("delivery"));
  const { status, headers, body } = await receiver.handle(request);
  expect(called).toEqual([]);
  return { status, headers, answer: json(body) };
}

describe("a challenge", () => {
  it("is answered with the HMAC-SHA256 of its code, and no handler is called", async () => {
    const { status, headers, answer } = await ask(challengeRequest("abc123"));
    expect(status).toBe(200);
    expect(headers).toEqual({ "content-type": "application/json" });
    expect(answer).toEqual({
      challengeCode: "abc123",
      challengeResponse: createHmac("sha256", secret).update("abc123").digest("hex"),
    });
  });

  it("is answered with a body too, signed or not, and beside other parameters", async () => {
    const delivery = deliveryRequest({ secret, events: [{}] });
    const query = new URLSearchParams("trigger=INDEXED&challengeCode=abc123");
    expect((await ask({ ...delivery, query })).answer.challengeCode).toBe("abc123");
    const body = new TextEncoder().encode("not json");
    expect((await ask({ ...challengeRequest("abc123"), body })).status).toBe(200);
  });

  it("takes a code of 1,024 characters, counted as code points, and none longer", async () => {
    for (const character of ["a", "é", "😀"]) {
      expect((await ask(challengeRequest(character.repeat(1024)))).status).toBe(200);
      const { status, answer } = await ask(challengeRequest(character.repeat(1025)));
      expect([status, answer.code]).toEqual([400, "challenge_invalid"]);
    }
    expect((await ask(challengeRequest("a".repeat(1_000_000)))).status).toBe(400);
  });

  it.each([
    ["empty", "challengeCode="],
    ["empty, without an equals sign", "challengeCode"],
    ["repeated", "challengeCode=a&challengeCode=b"],
    ["repeated with the same text", "challengeCode=a&challengeCode=a"],
    ["repeated, one of them empty", "challengeCode=a&challengeCode="],
  ])("is refused when its code is %s", async (_, query) => {
    const { status, headers, answer } = await ask(withQuery(query));
    expect(status).toBe(400);
    expect(headers["content-type"]).toBe("application/problem+json");
    expect(answer.code).toBe("challenge_invalid");
    expect(answer).not.toHaveProperty("challengeResponse");
  });

  it("goes by POST only, and the body's limit comes first", async () => {
    for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const { status, headers, answer } = await ask({ ...challengeRequest("abc123"), method });
      expect([status, headers.allow, answer.code]).toEqual([405, "POST", "method_not_allowed"]);
    }
    const body = new Uint8Array(11);
    const { status } = await ask({ ...challengeRequest("abc123"), body }, { maxBody: 10 });
    expect(status).toBe(413);
  });

  it("is answered with the first of several secrets", async () => {
    const { answer } = await ask(challengeRequest("abc123"), { secret: ["new", "old"] });
    expect(answer.challengeResponse).toBe(
      createHmac("sha256", "new").update("abc123").digest("hex"),
    );
  });

  it("signs the UTF-8 bytes of its code and of the secret", async () => {
    for (const code of ["é", "日本", "a😀", "challenge with space"]) {
      const { answer } = await ask(challengeRequest(code), { secret: "clé-privée-日本" });
      const expected = createHmac("sha256", Buffer.from("clé-privée-日本", "utf8"))
        .update(Buffer.from(code, "utf8"))
        .digest("hex");
      expect(answer).toEqual({ challengeCode: code, challengeResponse: expected });
    }
  });

  it("with legacyLatin1 signs latin-1 bytes, and refuses what has none instead of failing", async () => {
    const { answer } = await ask(challengeRequest("é"), { legacyLatin1: true });
    const latin1 = Buffer.from("é", "latin1");
    expect(answer.challengeResponse).toBe(
      createHmac("sha256", secret).update(latin1).digest("hex"),
    );
    for (const code of ["日本", "a😀"]) {
      const { status, answer } = await ask(challengeRequest(code), { legacyLatin1: true });
      expect([status, answer.code]).toEqual([400, "challenge_invalid"]);
    }
  });
});

describe("the challenge as a signing oracle", () => {
  const forgedBody = JSON.stringify({ events: [{ entityRef: "forged" }] });

  /** What a stranger does: asks for the "response" to prefix + body, and sends the body signed with it. */
  async function attack(code: string, legacyLatin1: boolean) {
    const receiver = new PreservicaReceiver({ secret, legacyLatin1 });
    const handled: unknown[] = [];
    receiver.onEvent(({ event }) => handled.push(event));
    const challenge = await receiver.handle(challengeRequest(code));
    const { challengeResponse = "0".repeat(64) } = json(challenge.body);
    const forgery = await receiver.handle({
      method: "POST",
      path: "/",
      query: new URLSearchParams(),
      headers: new Headers({ "preservica-signature": challengeResponse }),
      body: new TextEncoder().encode(forgedBody),
    });
    return { challenge, forgery, handled };
  }

  it("would work if such a code were answered", async () => {
    const receiver = new PreservicaReceiver({ secret });
    const handled: unknown[] = [];
    receiver.onEvent(({ event }) => handled.push(event.entityRef));
    const signature = createHmac("sha256", secret)
      .update(prefix + forgedBody)
      .digest("hex");
    await receiver.handle({
      ...deliveryRequest({ secret, body: forgedBody }),
      headers: new Headers({ "preservica-signature": signature }),
    });
    expect(handled).toEqual(["forged"]);
  });

  const upper = prefix.toUpperCase();
  const variants: [string, string][] = [
    ["as it is", prefix],
    ["in upper case", upper],
    ["in mixed case", "Preservica-WebHook-Auth"],
    ["with a long s and a dotless i", "preſerv\u0131ca-webhook-auth"],
    ["with a Kelvin sign", "preservica-webhoo\u212A-auth"],
    [
      "in full-width letters",
      [...prefix].map((c) => String.fromCodePoint(c.charCodeAt(0) + 0xfee0)).join(""),
    ],
    ["percent-encoded once more", `%70reservica-webhook-auth`],
    [
      "percent-encoded all over",
      [...prefix].map((c) => `%${c.charCodeAt(0).toString(16)}`).join(""),
    ],
    ["percent-encoded twice more", "%2570reservica%252Dwebhook-auth"],
    ["percent-encoded without end", `%${"25".repeat(20)}70reservica-webhook-auth`],
    ["with %u escapes", "%u0070reservica-webhook-auth"],
    ["behind a byte-order mark", `\ufeff${prefix}`],
    ["behind white space", ` \t\n\u00a0${prefix}`],
    ["behind a NUL", `\0${prefix}`],
    ["as UTF-16", [...prefix].map((c) => `${c}\0`).join("")],
    ["with a zero-width space inside", "preser\u200bvica-webhook-auth"],
    ["with combining marks", "p\u0301reservica-webhook-auth"],
    ["with typographic hyphens", "preservica\u2011webhook\u2010auth"],
  ];

  it.each(variants)("refuses the prefix %s", async (_, start) => {
    for (const legacyLatin1 of [false, true]) {
      for (const rest of [forgedBody, "", " x"]) {
        const { challenge, forgery, handled } = await attack(start + rest, legacyLatin1);
        expect([challenge.status, json(challenge.body).code]).toEqual([400, "challenge_invalid"]);
        expect(String(challenge.body)).not.toMatch(/[0-9a-f]{64}/);
        expect([forgery.status, json(forgery.body).code]).toEqual([401, "signature_invalid"]);
        expect(handled).toEqual([]);
      }
    }
  });

  it("refuses characters that a careless latin-1 conversion would cut down to the prefix", async () => {
    const wide = [...prefix].map((c) => String.fromCharCode(c.charCodeAt(0) + 0x100)).join("");
    expect(Buffer.from(wide, "latin1").toString("latin1")).toBe(prefix);
    const { challenge, handled } = await attack(wide + forgedBody, true);
    expect(challenge.status).toBe(400);
    expect(handled).toEqual([]);
    // As UTF-8 they are other bytes: answered or not, the answer signs no event.
    expect((await attack(wide + forgedBody, false)).forgery.status).toBe(401);
  });

  it("refuses it as it stands in a URL, in every encoding of the query", async () => {
    const encoded = [
      `challengeCode=${encodeURIComponent(prefix + forgedBody)}`,
      `challengeCode=%50%52eservica%2Dwebhook%2dauth`,
      `challenge%43ode=${prefix}`,
      `challengeCode=+${prefix}`,
      `challengeCode=%EF%BB%BF${prefix}`,
      `challengeCode=%EF%BD%90reservica-webhook-auth`,
    ];
    for (const query of encoded) {
      const { status, answer } = await ask(withQuery(query));
      expect([query, status, answer.code]).toEqual([query, 400, "challenge_invalid"]);
    }
  });

  it("never signs bytes that begin with the prefix, whatever is asked", () => {
    const pieces = fc.constantFrom(
      ...variants.map(([, text]) => text),
      prefix.slice(0, 10),
      "-",
      "a",
    );
    const codes = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.tuple(pieces, fc.string({ unit: "binary" })).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(codes, (code) => {
        const starts = [Buffer.from(code), Buffer.from(code, "latin1")].some((bytes) =>
          bytes.subarray(0, prefix.length).equals(Buffer.from(prefix)),
        );
        const beyondLatin1 = /[\u0100-\uffff]/.test(code);
        if (starts && !beyondLatin1) expect(couldSignAnEvent(code)).toBe(true);
        if (Buffer.from(code).toString().startsWith(prefix))
          expect(couldSignAnEvent(code)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it("leaves honest codes alone, those that hold the words elsewhere included", () => {
    const honest = [
      "b5f8f9d0-0b5e-4b0a-9f5e-3a2b1c0d9e8f",
      "challenge with space",
      "é",
      "preservica-webhook-aut",
      "preservica-webhook",
      `x-${prefix}`,
      "100%",
      "a%2Fb%zz",
      "YWJjMTIz+/==",
    ];
    expect(honest.filter(couldSignAnEvent)).toEqual([]);
  });
});
