import { describe, expect, expectTypeOf, it } from "vitest";
import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { WebhookConfigError } from "../endpoint/errors.ts";
import {
  all,
  any,
  type Filter,
  type JsonFilter,
  jsonKeyEquals,
  type KnownWire,
  not,
  stepId,
} from "./index.ts";

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

const wire = (topic: string) => ({ topic, data: {} });

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
      json.topic === "body" && headers.get("x-stage") === "staging";
    const nested = not(all(yes, any(no, staging)));
    expect(nested(wire("body"), request)).toBe(false);
    expect(nested(wire("other"), request)).toBe(true);
  });

  it("are named after what they combine", () => {
    expect(not(any(stepId("a"), jsonKeyEquals("data.channel", 1))).name).toBe(
      "not(any(stepId(a), jsonKeyEquals(data.channel)))",
    );
  });

  it("refuse to be built of nothing, or of what is not a function", () => {
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
    expectTypeOf(not(needsRequest)).toEqualTypeOf<Filter>();
    expectTypeOf(any(stepId("a"), needsRequest)).toEqualTypeOf<Filter>();
    expectTypeOf(all((_json, request) => request.headers.get("x") === "y")).toEqualTypeOf<Filter>();
    expectTypeOf(all(stepId("a"), (json: unknown) => json === 1)).toEqualTypeOf<JsonFilter>();
  });

  it("know the wire, or the one they are told of", () => {
    const onWeb = all(stepId("a"), (json) => json.data.channel === "web");
    expectTypeOf(onWeb).toEqualTypeOf<JsonFilter<KnownWire>>();
    expect(onWeb({ topic: "t", data: { channel: "web", step: { id: "a" } } })).toBe(true);
    const large = any<{ total: number }>(
      ({ total }) => total > 9,
      ({ total }) => total < 0,
    );
    expectTypeOf(large).parameter(0).toEqualTypeOf<{ total: number }>();
    // @ts-expect-error the wire has no such key
    not((json) => json.data.chanel === "web");
  });
});
