import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { HmacKey } from "./hmac-key.ts";

const hmac = (algorithm: string, key: Uint8Array, prefix: string, body: Uint8Array) =>
  createHmac(algorithm, key).update(prefix).update(body).digest("hex");

afterEach(() => {
  vi.doUnmock("node:crypto");
  vi.resetModules();
});

describe("HmacKey", () => {
  // RFC 2202 (SHA-1) and RFC 4231 (SHA-256): a short key, one of block size and more, and data longer than a block.
  it.each([
    ["sha1", "0b".repeat(20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"],
    [
      "sha1",
      "4a656665",
      "what do ya want for nothing?",
      "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
    ],
    [
      "sha1",
      "aa".repeat(80),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "aa4ae5e15272d00e95705637ce8a3b55ed402112",
    ],
    [
      "sha256",
      "0b".repeat(20),
      "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ],
    [
      "sha256",
      "4a656665",
      "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ],
    [
      "sha256",
      "aa".repeat(131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
  ] as const)("computes the %s of the RFCs for the key %s", (algorithm, key, data, expected) => {
    const prepared = new HmacKey("test", algorithm, Buffer.from(key, "hex"));
    expect(prepared.mac("", Buffer.from(data), "hex")).toBe(expected);
    expect(prepared.mac(data, new Uint8Array(), "hex")).toBe(expected);
  });

  it("agrees with node:crypto for any key, prefix and body, in any order of sizes", () => {
    const algorithm = fc.constantFrom("sha1" as const, "sha256" as const);
    const key = fc.uint8Array({ minLength: 1, maxLength: 130 });
    const size = fc.oneof(fc.nat(300), fc.constantFrom(3900, 4032, 4096, 5000, 70_000, 140_000));
    const messages = fc.array(fc.tuple(fc.string({ unit: "binary" }), size, fc.nat(255)), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(algorithm, key, messages, (algorithm, key, messages) => {
        const prepared = new HmacKey("test", algorithm, key);
        for (const [prefix, length, byte] of messages) {
          const body = Buffer.alloc(length, byte);
          const expected = hmac(algorithm, key, prefix, body);
          expect(prepared.mac(prefix, body, "hex")).toBe(expected);
          expect(Buffer.from(prepared.digest(prefix, body)).toString("hex")).toBe(expected);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("computes the same where node:crypto has no one-shot hash", async () => {
    vi.resetModules();
    vi.doMock("node:crypto", async (original) => ({
      ...(await original<typeof import("node:crypto")>()),
      hash: undefined,
    }));
    const { HmacKey: Fallback } = await import("./hmac-key.ts");
    expect(Fallback).not.toBe(HmacKey);
    const key = Buffer.from("clé-privée");
    const body = Buffer.from('{"a":"é"}');
    const fallback = new Fallback("test", "sha1", key);
    expect(fallback.mac("é\n", body, "hex")).toBe(hmac("sha1", key, "é\n", body));
    expect(fallback.mac("é\n", body, "hex")).toBe(
      new HmacKey("test", "sha1", key).mac("é\n", body, "hex"),
    );
  });

  it("does not follow changes to the bytes it was made from", () => {
    const bytes = Buffer.from("secret");
    const prepared = new HmacKey("test", "sha1", bytes);
    bytes.fill(0);
    for (const body of [Buffer.from("{}"), Buffer.alloc(200_000)]) {
      expect(prepared.mac("", body, "hex")).toBe(hmac("sha1", Buffer.from("secret"), "", body));
    }
  });

  it("shows nothing of the key", () => {
    const prepared = new HmacKey("test", "sha1", Buffer.from("s3cr3t"));
    expect(inspect(prepared, { showHidden: true, depth: 9 })).toBe("HmacKey { scheme: 'test' }");
    expect(Object.keys(prepared)).toEqual(["scheme"]);
  });
});
