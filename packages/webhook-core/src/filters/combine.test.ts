import { describe, expect, expectTypeOf, it } from "vitest";
import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { all, any, type Filter, type JsonFilter, jsonKeyEquals, not, stepId } from "./index.ts";

const yes: JsonFilter = () => true;
const no: JsonFilter = () => false;
const fails: JsonFilter = () => {
  throw new Error("asked");
};
const request: WebhookRequest = {
  method: "POST",
  path: "/",
  query: new URLSearchParams(),
  headers: new Headers({ "x-stage": "staging" }),
  body: new Uint8Array(),
};

describe("not, all, any", () => {
  it("combine answers", () => {
    expect([not(yes)({}), not(no)({})]).toEqual([false, true]);
    expect([all(yes)({}), all(yes, yes)({}), all(yes, no)({})]).toEqual([true, true, false]);
    expect([any(no)({}), any(no, yes)({}), any(no, no)({})]).toEqual([false, true, false]);
  });

  it("stop at the first answer that decides", () => {
    expect(all(no, fails)({})).toBe(false);
    expect(any(yes, fails)({})).toBe(true);
    expect(() => all(yes, fails)({})).toThrow("asked");
  });

  it("hand the JSON and the request on", () => {
    const staging: Filter = (json, { headers }) =>
      json === "body" && headers.get("x-stage") === "staging";
    const nested = not(all(yes, any(no, staging)));
    expect(nested("body", request)).toBe(false);
    expect(nested("other", request)).toBe(true);
  });

  it("are named after what they combine", () => {
    expect(not(any(stepId("a"), jsonKeyEquals("b.c", 1))).name).toBe(
      "not(any(stepId(a), jsonKeyEquals(b.c)))",
    );
  });

  it("refuse to be built of nothing, or of what is no function", () => {
    expect(() => all()).toThrow(WebhookConfigError);
    expect(() => any()).toThrow(WebhookConfigError);
    for (const bad of [undefined, null, "stepId", [yes], true] as never[]) {
      expect(() => not(bad)).toThrow(WebhookConfigError);
      expect(() => all(yes, bad)).toThrow(WebhookConfigError);
      expect(() => any(yes, bad)).toThrow(WebhookConfigError);
    }
  });

  it("refuse an answer that is neither true nor false, which a promise would pass for", () => {
    const later = (async () => false) as never as JsonFilter;
    expect(() => all(later)({})).toThrow(/to answer true or false, got a promise/);
    expect(() => not(later)({})).toThrow(/filter later/);
    expect(() => any((() => 1) as never)({})).toThrow(/filter \(anonymous\).*got number/);
  });

  it("can be tried on plain data when nothing in them needs the request", () => {
    const needsRequest: Filter = (_json, request) => request.method === "POST";
    expectTypeOf(all(stepId("a"), not(stepId("b")))).toEqualTypeOf<JsonFilter>();
    expectTypeOf(all(stepId("a"), (json) => json === 1)).toEqualTypeOf<JsonFilter>();
    expectTypeOf(not(needsRequest)).toEqualTypeOf<Filter>();
    expectTypeOf(any(stepId("a"), needsRequest)).toEqualTypeOf<Filter>();
    expectTypeOf(all((_json, request) => request.headers.get("x") === "y")).toEqualTypeOf<Filter>();
  });
});
