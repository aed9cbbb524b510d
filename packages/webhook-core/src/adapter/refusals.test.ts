import { afterEach, expect, it, vi } from "vitest";
import { HttpError } from "../endpoint/errors.ts";
import { bodyIncomplete, refusal } from "./refusals.ts";

const log = vi.spyOn(console, "error").mockImplementation(() => {});
afterEach(() => log.mockClear());

it("answers an HttpError as it says", () => {
  expect(refusal(new HttpError(418, "No coffee")).status).toBe(418);
  expect(JSON.parse(String(refusal(bodyIncomplete()).body))).toMatchObject({
    code: "body_incomplete",
    status: 400,
  });
  expect(log).not.toHaveBeenCalled();
});

it("shows nothing of any other error, and logs all of it", () => {
  const error = new Error("key 12345");
  const { status, body } = refusal(error);
  expect(status).toBe(500);
  expect(String(body)).not.toContain("12345");
  expect(log.mock.calls[0]?.[1]).toBe(error);
});
