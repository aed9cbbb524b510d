import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { Webhook } from "../webhook/webhook.ts";
import { checkEndpoint } from "./check-endpoint.ts";

const handle = async () => ({ status: 200, headers: {}, body: "" });

describe("checkEndpoint", () => {
  it.each([
    { handle, maxBody: 1000 },
    { handle, maxBody: 0 },
    { handle, maxBody: Number.POSITIVE_INFINITY },
    new Webhook(),
  ])("takes an endpoint: %o", (endpoint) => {
    expect(() => checkEndpoint("anAdapter", endpoint)).not.toThrow();
  });

  const whole =
    "anAdapter: expected an endpoint (a Webhook, or any object with handle and maxBody)";
  const handler = "anAdapter: the endpoint's handle: expected a function";
  const limit = "anAdapter: the endpoint's maxBody: expected a number of bytes from 0 up";
  it.each<[unknown, string]>([
    [undefined, `${whole}, got undefined`],
    [null, `${whole}, got null`],
    ["/webhook", `${whole}, got a string`],
    [handle, `${whole}, got a function`],
    [{}, `${handler}, got undefined`],
    [{ handle: "POST", maxBody: 1000 }, `${handler}, got a string`],
    [{ handle }, `${limit}, got undefined`],
    [{ handle, maxBody: "1000" }, `${limit}, got a string`],
    [{ handle, maxBody: Number.NaN }, `${limit}, got NaN`],
    [{ handle, maxBody: -1 }, `${limit}, got -1`],
  ])("refuses %o", (endpoint, message) => {
    expect(() => checkEndpoint("anAdapter", endpoint)).toThrow(new WebhookConfigError(message));
  });
});
