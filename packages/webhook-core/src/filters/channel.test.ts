import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { channel } from "./channel.ts";

describe("channel", () => {
  it("passes for the channel, or one of the channels", () => {
    expect(channel("facebook")({ data: { channel: "facebook" } })).toBe(true);
    expect(channel(["facebook", "sms"])({ data: { channel: "sms" } })).toBe(true);
  });

  it("does not pass for another channel, or none", () => {
    for (const json of [{ data: { channel: "Facebook" } }, { data: { channel: null } }, {}, null]) {
      expect(channel("facebook")(json)).toBe(false);
    }
  });

  it("refuses no name, an empty one and one that is not text", () => {
    for (const names of [undefined, null, "", [], ["a", ""], 5] as never[]) {
      expect(() => channel(names)).toThrow(WebhookConfigError);
    }
    expect(() => channel("")).toThrow(/channel: expected the name of a channel or a list of them/);
  });

  it("is named after its channels", () => {
    expect(channel(["facebook", "sms"]).name).toBe("channel(facebook, sms)");
  });
});
