import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHmacKey, PreparedHmacKey } from "./hmac-key.ts";

const hmac = (algorithm: string, key: Uint8Array, prefix: string, body: Uint8Array) =>
  createHmac(algorithm, key).update(prefix).update(body).digest("hex");

describe("a prepared key", () => {
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
    const prepared = new PreparedHmacKey("test", algorithm, Buffer.from(key, "hex"));
    expect(prepared.digest("", Buffer.from(data)).toString("hex")).toBe(expected);
    expect(prepared.digest(data, new Uint8Array()).toString("hex")).toBe(expected);
  });

  it("signs prefix and body as one text, for any key and size", () => {
    const algorithm = fc.constantFrom("sha1" as const, "sha256" as const);
    const key = fc.uint8Array({ minLength: 1, maxLength: 130 });
    const body = fc.uint8Array({ maxLength: 5000 });
    fc.assert(
      fc.property(algorithm, key, fc.string(), body, (algorithm, key, prefix, body) => {
        const prepared = new PreparedHmacKey("test", algorithm, key);
        const whole = Buffer.concat([Buffer.from(prefix), body]);
        const expected = hmac(algorithm, key, "", whole);
        expect(prepared.digest(prefix, body).toString("hex")).toBe(expected);
        expect(prepared.digestText(prefix, body, "hex")).toBe(expected);
        expect(prepared.digestText(prefix, body, "base64")).toBe(
          Buffer.from(expected, "hex").toString("base64"),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("gives bytes of its own each time: an earlier digest does not change", () => {
    const prepared = new PreparedHmacKey("test", "sha1", Buffer.from("secret"));
    const first = prepared.digest("", Buffer.from("one"));
    const copy = Buffer.from(first);
    prepared.digest("", Buffer.from("two"));
    expect(first).toEqual(copy);
  });

  it("does not follow changes to the bytes it was made from", () => {
    const bytes = Buffer.from("secret");
    const prepared = new PreparedHmacKey("test", "sha1", bytes);
    bytes.fill(0);
    const body = Buffer.from("{}");
    const expected = hmac("sha1", Buffer.from("secret"), "", body);
    expect(prepared.digest("", body).toString("hex")).toBe(expected);
  });

  it("shows nothing of the key", () => {
    const prepared = new PreparedHmacKey("test", "sha1", Buffer.from("s3cr3t"));
    expect(inspect(prepared)).toBe("PreparedHmacKey { scheme: 'test' }");
    expect(inspect(prepared, { showHidden: true, depth: 9 })).not.toContain("s3cr3t");
    expect(Object.keys(prepared)).toEqual(["scheme"]);
    expect(JSON.stringify(prepared)).toBe('{"scheme":"test"}');
  });

  it("is known by its brand", () => {
    expect(isHmacKey(new PreparedHmacKey("test", "sha1", Buffer.from("s3cr3t")))).toBe(true);
    for (const other of ["s3cr3t", new Uint8Array(1), { scheme: "test" }, null, undefined]) {
      expect(isHmacKey(other)).toBe(false);
    }
  });
});
