import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../../endpoint/errors.ts";
import { checkAge } from "./age.ts";

const date = "Sun, 22 Nov 2026 10:00:00 GMT";
const sentAt = Date.UTC(2026, 10, 22, 10);

describe("checkAge", () => {
  it("takes both edges, to the millisecond", () => {
    checkAge(date, sentAt, 10);
    checkAge(date, sentAt, 0);
    checkAge(date, sentAt + 10_000, 10);
    checkAge(date, sentAt - 10_000, 10);
  });

  it.each([
    [date, sentAt + 10_001, "request_too_old"],
    [date, sentAt - 10_001, "request_from_future"],
    [date, sentAt + 1e12, "request_too_old"],
    [null, sentAt, "date_missing"],
    [undefined, sentAt, "date_missing"],
    ["", sentAt, "date_missing"],
    ["2026-11-22T10:00:00Z", sentAt, "date_invalid"],
    ["None", sentAt, "date_invalid"],
    [`${date}, ${date}`, sentAt, "date_invalid"],
  ])("refuses %j at %d as %s", (header, now, code) => {
    expect(() => checkAge(header, now, 10)).toThrow(expect.objectContaining({ code, status: 400 }));
  });

  it("says how far off the request is", () => {
    expect(() => checkAge(date, sentAt + 3_600_000, 10)).toThrow(
      "expected a request sent within 10 s, got one sent 3600 s ago; send it again, or check both clocks",
    );
  });

  it("refuses limits and clocks that would switch it off", () => {
    const limits = [Number.NaN, Number.POSITIVE_INFINITY, -1, "10" as never, undefined as never];
    for (const limit of limits) {
      expect(() => checkAge(date, sentAt, limit)).toThrow(WebhookConfigError);
    }
    expect(() => checkAge(date, Number.NaN, 10)).toThrow(WebhookConfigError);
  });
});
