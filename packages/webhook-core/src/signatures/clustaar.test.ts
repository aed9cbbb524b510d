import { describe, expect, it } from "vitest";
import { clustaar } from "./clustaar.ts";

const body = Buffer.from("{}");
const now = Date.UTC(2026, 10, 22, 10);
const date = "Sun, 22 Nov 2026 10:00:00 GMT";
const good = "sha1=7b795193ec8e679fecf7c90c6b4c29763b340ee5";
const verify = (headers: Record<string, string>, at = now, tolerance?: number) =>
  clustaar.verify({ headers: new Headers(headers), body }, ["test"], {
    now: at,
    ...(tolerance === undefined ? {} : { tolerance }),
  });

describe("clustaar", () => {
  it.each([
    ["sha256=7b795193ec8e679fecf7c90c6b4c29763b340ee5", "signature_unsupported"],
    [`sha256=${"0".repeat(64)}`, "signature_unsupported"],
    ["md5=7b795193ec8e679fecf7c90c6b4c2976", "signature_unsupported"],
    ["SHA1=7b795193ec8e679fecf7c90c6b4c29763b340ee5", "signature_unsupported"],
    ["7b795193ec8e679fecf7c90c6b4c29763b340ee5", "signature_malformed"],
    ["sha1=", "signature_malformed"],
    ["sha1:7b795193ec8e679fecf7c90c6b4c29763b340ee5", "signature_malformed"],
    ["sha1=7b795193ec8e679fecf7c90c6b4c29763b340ee", "signature_malformed"],
    ["sha1=7b795193ec8e679fecf7c90c6b4c29763b340ee55", "signature_malformed"],
    ["sha1=7b795193ec8e679fecf7c90c6b4c29763b340eeg", "signature_malformed"],
    ["sha1= 7b795193ec8e679fecf7c90c6b4c29763b340ee5", "signature_malformed"],
    ["sha1=0000000000000000000000000000000000000000", "signature_invalid"],
  ])("refuses %s as %s", (signature, code) => {
    expect(() => verify({ date, "x-hub-signature": signature })).toThrow(
      expect.objectContaining({ code, status: 401 }),
    );
  });

  it("names an unknown algorithm in the refusal", () => {
    expect(() => verify({ date, "x-hub-signature": "sha512=00" })).toThrow(
      "expected the header X-Hub-Signature as sha1=<40 hex digits>, got sha512=",
    );
  });

  it("refuses a Date other than the signed one, and its absence", () => {
    const other = "Sun, 22 Nov 2026 10:00:01 GMT";
    for (const headers of [
      { date: other, "x-hub-signature": good },
      { "x-hub-signature": good },
    ] as Record<string, string>[]) {
      expect(() => verify(headers)).toThrow(expect.objectContaining({ code: "signature_invalid" }));
    }
  });

  it("holds the Date against the clock only when it is told a tolerance", () => {
    const headers = { date, "x-hub-signature": good };
    verify(headers, now + 1e12);
    verify(headers, now + 10_000, 10);
    expect(() => verify(headers, now + 10_001, 10)).toThrow(
      expect.objectContaining({ code: "request_too_old" }),
    );
  });

  it("refuses an unsigned date once there is a tolerance", () => {
    const headers = { "x-hub-signature": "sha1=fc2bdea0e6a9e0dc333dece7568b5c3337a92342" };
    verify(headers);
    expect(() => verify(headers, now, 10)).toThrow(
      expect.objectContaining({ code: "date_missing" }),
    );
  });

  it("refuses to sign a time that no HTTP-date can hold", () => {
    for (const timestamp of [Number.NaN, 1e18]) {
      expect(() => clustaar.sign({ body, timestamp }, "test")).toThrow(
        expect.objectContaining({ code: "config_invalid" }),
      );
    }
  });
});
