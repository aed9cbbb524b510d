import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WebhookErrorCode } from "../endpoint/error-table.ts";
import { WebhookConfigError, WebhookError } from "../endpoint/errors.ts";
import * as all from "./index.ts";
import {
  clustaar,
  github,
  preservica,
  preservicaLatin1,
  type SignatureScheme,
  type SignedMessage,
  servo,
  slack,
  standardWebhooks,
  stripe,
} from "./index.ts";

const now = Date.UTC(2026, 10, 22, 10, 0, 0, 500);
const secret = Buffer.from("a secret of twenty-four bytes");
interface Row {
  readonly scheme: SignatureScheme;
  /** The header that carries the signature. */
  readonly signature: string;
  /** Bytes of the digest. */
  readonly size: number;
  /** How the header writes the digest; default hex. */
  readonly encoding?: "hex" | "base64";
}

/** Every scheme. */
const rows: readonly Row[] = [
  { scheme: clustaar, signature: "x-hub-signature", size: 20 },
  { scheme: servo, signature: "x-servo-signature", size: 20 },
  { scheme: preservica, signature: "preservica-signature", size: 32 },
  { scheme: preservicaLatin1, signature: "preservica-signature", size: 32 },
  { scheme: github, signature: "x-hub-signature-256", size: 32 },
  { scheme: standardWebhooks, signature: "webhook-signature", size: 32, encoding: "base64" },
  { scheme: stripe, signature: "stripe-signature", size: 32 },
  { scheme: slack, signature: "x-slack-signature", size: 32 },
];
const schemes = rows.map((row) => ({
  ...row,
  name: row.scheme.name,
  encoding: row.encoding ?? ("hex" as const),
}));
const timed = schemes.filter(({ scheme }) =>
  ["standardWebhooks", "stripe", "slack"].includes(scheme.name),
);

// Latin-1 cannot carry every body; ASCII bytes it can.
const bodyFor = (scheme: SignatureScheme, size?: { minLength: number }) =>
  scheme.name === "preservicaLatin1"
    ? fc.uint8Array({ max: 0x7f, ...size })
    : fc.uint8Array(size ?? {});
const keyBytes = fc.uint8Array({ minLength: 1, maxLength: 200 });

function message(scheme: SignatureScheme, body: Uint8Array | string, key: Uint8Array = secret) {
  const headers = new Headers(scheme.sign({ body, timestamp: now, id: "msg_1" }, key));
  return { headers, body: typeof body === "string" ? Buffer.from(body) : body };
}

function refusal(run: () => void): WebhookErrorCode | "taken" {
  try {
    run();
  } catch (error) {
    if (error instanceof WebhookError) return error.code;
    throw error;
  }
  return "taken";
}

function verdict(scheme: SignatureScheme, signed: SignedMessage, keys = [secret], at = now) {
  return refusal(() => scheme.verify(signed, keys, { now: at }));
}

/** A scheme as it is exported: other exports of the module are functions and types. */
function isScheme(exported: unknown): exported is SignatureScheme {
  return typeof exported === "object" && exported !== null && "verify" in exported;
}

it("holds every exported scheme to what all schemes share", () => {
  const exported = Object.values<unknown>(all).filter(isScheme);
  expect(exported.map(({ name }) => name).sort()).toEqual(schemes.map(({ name }) => name).sort());
  expect(new Set(exported)).toEqual(new Set(schemes.map(({ scheme }) => scheme)));
});

describe.each(schemes)("$name", ({ scheme, signature, size, encoding }) => {
  it("takes what it signed, for any body and key", () => {
    fc.assert(
      fc.property(bodyFor(scheme), keyBytes, (body, key) => {
        expect(verdict(scheme, message(scheme, body, key), [Buffer.from(key)])).toBe("taken");
      }),
    );
  });

  it("signs text as its UTF-8 bytes", () => {
    const text = '{"name":"Renée"}';
    expect(scheme.sign({ body: text, timestamp: now, id: "a" }, secret)).toEqual(
      scheme.sign({ body: new TextEncoder().encode(text), timestamp: now, id: "a" }, secret),
    );
  });

  it("refuses a body with any one bit flipped", () => {
    fc.assert(
      fc.property(bodyFor(scheme, { minLength: 1 }), fc.nat(), fc.nat(7), (body, at, bit) => {
        const signed = message(scheme, body);
        const tampered = Uint8Array.from(body);
        const index = at % body.length;
        tampered[index] = (tampered[index] ?? 0) ^ (1 << bit);
        expect(verdict(scheme, { ...signed, body: tampered })).toBe("signature_invalid");
      }),
    );
  });

  it("refuses a body cut short, prolonged, or empty", () => {
    const signed = message(scheme, '{"a":1}');
    for (const body of ['{"a":1', '{"a":1} ', '{"a":1}\n', "", "\0"]) {
      expect(verdict(scheme, { ...signed, body: Buffer.from(body) })).toBe("signature_invalid");
    }
  });

  it("refuses a signature with any one bit of its digest flipped", () => {
    const digest = encoding === "base64" ? /[A-Za-z0-9+/=]{44}$/ : /[0-9a-f]{40,64}$/;
    const signed = message(scheme, "{}");
    const value = signed.headers.get(signature) ?? "";
    for (let bit = 0; bit < size * 8; bit++) {
      const bytes = Buffer.from(digest.exec(value)?.[0] ?? "", encoding);
      expect(bytes.length).toBe(size);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const tampered = value.replace(digest, bytes.toString(encoding));
      const headers = new Headers(signed.headers);
      headers.set(signature, tampered);
      expect(verdict(scheme, { ...signed, headers })).toBe("signature_invalid");
    }
  });

  it("refuses a signature with any one character changed, missing or added", () => {
    const signed = message(scheme, "{}");
    const value = signed.headers.get(signature) ?? "";
    const variants = [...value].flatMap((character, at) => {
      const [before, after] = [value.slice(0, at), value.slice(at + 1)];
      return [
        `${before}${after}`,
        `${before}~${after}`,
        `${before}${character}${character}${after}`,
      ];
    });
    for (const variant of variants) {
      const headers = new Headers(signed.headers);
      headers.set(signature, variant);
      expect(verdict(scheme, { ...signed, headers }), variant).not.toBe("taken");
    }
  });

  it("refuses digits from beyond ASCII that read alike when cut to a byte", () => {
    const signed = message(scheme, "{}");
    const value = signed.headers.get(signature) ?? "";
    const alias =
      value.slice(0, -2) + String.fromCharCode(value.charCodeAt(value.length - 2) + 256);
    const headers = {
      get: (name: string) =>
        name.toLowerCase() === signature ? alias + value.slice(-1) : signed.headers.get(name),
    };
    expect(verdict(scheme, { ...signed, headers })).toBe("signature_malformed");
  });

  it("refuses each repeated header, joined by a comma and a space", () => {
    const signed = message(scheme, "{}");
    for (const name of Object.keys(Object.fromEntries(signed.headers))) {
      const headers = new Headers(signed.headers);
      headers.append(name, signed.headers.get(name) ?? "");
      expect(headers.get(name)).toContain(", ");
      expect(verdict(scheme, { ...signed, headers }), name).not.toBe("taken");
    }
  });

  it("refuses each signed header that is changed", () => {
    const signed = message(scheme, "{}");
    for (const [name, value] of Object.entries(Object.fromEntries(signed.headers))) {
      const headers = new Headers(signed.headers);
      headers.set(
        name,
        value.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
      );
      expect(headers.get(name)).not.toBe(value);
      expect(verdict(scheme, { ...signed, headers }), name).not.toBe("taken");
    }
  });

  it("says that a signature is missing", () => {
    for (const value of [undefined, null, ""]) {
      const headers = { get: () => value };
      expect(verdict(scheme, { headers, body: Buffer.from("{}") })).toBe("signature_missing");
    }
  });

  it("says that a signature of no form is malformed", () => {
    const signed = message(scheme, "{}");
    for (const value of ["abc", "?", "=", ",", "v1,", "0".repeat(5000), "sha1", "ab cd"]) {
      const headers = new Headers(signed.headers);
      headers.set(signature, value);
      expect(verdict(scheme, { ...signed, headers }), value).toBe("signature_malformed");
    }
  });

  it("takes any of several keys, wherever it stands", () => {
    const signed = message(scheme, "{}");
    const others = [Buffer.from("another"), Buffer.from("yet another")];
    for (let at = 0; at <= others.length; at++) {
      expect(verdict(scheme, signed, others.toSpliced(at, 0, secret))).toBe("taken");
    }
    expect(verdict(scheme, signed, others)).toBe("signature_invalid");
  });

  it("takes a prepared key, used again and again for messages of every size", () => {
    const key = scheme.prepareKey(secret);
    expect(scheme.prepareKey(key)).toBe(key);
    for (const size of [0, 1, 60_000, 3, 200_000, 4000, 5000, 2]) {
      const signed = message(scheme, Buffer.alloc(size, 0x61));
      expect(refusal(() => scheme.verify(signed, [key], { now }))).toBe("taken");
      expect(scheme.sign({ body: signed.body, timestamp: now, id: "msg_1" }, key)).toEqual(
        Object.fromEntries(signed.headers),
      );
    }
  });

  it("refuses empty keys, whether or not the message is signed", () => {
    const unset = undefined as unknown as string;
    for (const key of ["", unset, null as unknown as string, new Uint8Array(), 5 as never]) {
      expect(() => scheme.prepareKey(key)).toThrow(WebhookConfigError);
      expect(() => scheme.sign({ body: "{}", timestamp: now, id: "a" }, key)).toThrow(
        WebhookConfigError,
      );
      for (const headers of [message(scheme, "{}").headers, new Headers()]) {
        const signed = { headers, body: Buffer.from("{}") };
        expect(() => scheme.verify(signed, [secret, key], { now })).toThrow(WebhookConfigError);
        expect(() => scheme.verify(signed, [], { now })).toThrow(WebhookConfigError);
        expect(() => scheme.verify(signed, unset as never, { now })).toThrow(WebhookConfigError);
      }
    }
  });

  it("refuses a key prepared for another scheme", () => {
    const other = scheme === servo ? github : servo;
    expect(() => scheme.prepareKey(other.prepareKey(secret))).toThrow(/prepared for/);
  });

  it("keeps keys and expected signatures out of what it throws and what is logged", () => {
    const signed = message(scheme, "{}");
    const expected = signed.headers.get(signature) ?? "";
    const headers = new Headers(signed.headers);
    headers.set(signature, message(scheme, "[]").headers.get(signature) ?? "");
    let thrown: unknown;
    try {
      scheme.verify({ ...signed, headers }, [secret], { now });
    } catch (error) {
      thrown = error;
    }
    const text = JSON.stringify(thrown) + String(thrown);
    expect(text).toContain("does not match");
    expect(text).not.toContain(expected.slice(-20));
    expect(JSON.stringify(scheme.prepareKey(secret))).toBe(`{"scheme":"${scheme.name}"}`);
  });
});

describe.each(schemes.filter(({ encoding }) => encoding === "hex"))(
  "$name in hex",
  ({ scheme, signature }) => {
    it("takes hex digits of either case", () => {
      const signed = message(scheme, "{}");
      const value = signed.headers.get(signature) ?? "";
      const headers = new Headers(signed.headers);
      headers.set(
        signature,
        value.replace(/[0-9a-f]{40,64}$/, (hex) => hex.toUpperCase()),
      );
      expect(headers.get(signature)).not.toBe(value);
      expect(verdict(scheme, { ...signed, headers })).toBe("taken");
    });
  },
);

describe.each(timed)("$name and time", ({ scheme }) => {
  const sentAt = Math.floor(now / 1000) * 1000;

  it("takes a message within 300 s either side, to the millisecond", () => {
    const signed = message(scheme, "{}");
    expect(verdict(scheme, signed, [secret], sentAt + 300_000)).toBe("taken");
    expect(verdict(scheme, signed, [secret], sentAt + 300_001)).toBe("request_too_old");
    expect(verdict(scheme, signed, [secret], sentAt - 300_000)).toBe("taken");
    expect(verdict(scheme, signed, [secret], sentAt - 300_001)).toBe("request_from_future");
  });

  it("takes another tolerance, zero included", () => {
    const signed = message(scheme, "{}");
    const at = (moment: number, tolerance: number) =>
      refusal(() => scheme.verify(signed, [secret], { now: moment, tolerance }));
    expect(at(sentAt, 0)).toBe("taken");
    expect(at(sentAt + 1, 0)).toBe("request_too_old");
    expect(at(sentAt - 1, 0)).toBe("request_from_future");
    expect(at(sentAt + 86_400_000, 86_400)).toBe("taken");
  });

  it("refuses a tolerance or a clock that would switch the check off", () => {
    const signed = message(scheme, "{}");
    for (const tolerance of [
      Number.NaN,
      -1,
      Number.POSITIVE_INFINITY,
      "5" as never,
      null as never,
    ]) {
      const verify = () => scheme.verify(signed, [secret], { now, tolerance });
      expect(verify).toThrow(WebhookConfigError);
    }
    expect(() => scheme.verify(signed, [secret], { now: Number.NaN })).toThrow(WebhookConfigError);
  });

  it("asks the clock only of who holds a key", () => {
    const signed = message(scheme, "{}");
    expect(verdict(scheme, signed, [Buffer.from("other")], now + 1e9)).toBe("signature_invalid");
  });

  it("refuses to sign a time that is none", () => {
    for (const timestamp of [Number.NaN, -1, Number.POSITIVE_INFINITY, undefined as never, 1e18]) {
      expect(() => scheme.sign({ body: "{}", timestamp, id: "a" }, secret)).toThrow(
        WebhookConfigError,
      );
    }
  });
});
