import { expect, it } from "vitest";
import { slack } from "./slack.ts";

// The example of "Verifying requests from Slack" in Slack's documentation.
const key = "8f742231b10e8888abcd99yyyzzz85a5";
const seconds = "1531420618";
const body = Buffer.from(
  "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
);
const good = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
const now = 1531420618_000;
const refused = (code: string) => expect.objectContaining({ code });
const verify = (changes: Record<string, string | undefined>) => {
  const headers = new Map(
    Object.entries({
      "x-slack-request-timestamp": seconds,
      "x-slack-signature": good,
      ...changes,
    }),
  );
  slack.verify({ headers: { get: (name) => headers.get(name.toLowerCase()) }, body }, [key], {
    now,
  });
};

it("gives and takes the signature that Slack's documentation prints", () => {
  expect(slack.sign({ body, timestamp: now + 999 }, key)).toEqual({
    "x-slack-request-timestamp": seconds,
    "x-slack-signature": good,
  });
  verify({});
});

it("refuses another version as unsupported", () => {
  expect(() => verify({ "x-slack-signature": good.replace("v0", "v1") })).toThrow(
    refused("signature_unsupported"),
  );
});

it("refuses a timestamp that is absent or no whole number of seconds", () => {
  expect(() => verify({ "x-slack-request-timestamp": undefined })).toThrow(refused("date_missing"));
  for (const value of ["now", "1531420618.0", "-1", "+1531420618", "0x5b", "1e9", "9".repeat(13)]) {
    expect(() => verify({ "x-slack-request-timestamp": value })).toThrow(refused("date_invalid"));
  }
});

it("signs the timestamp as written", () => {
  expect(() => verify({ "x-slack-request-timestamp": `0${seconds}` })).toThrow(
    refused("signature_invalid"),
  );
});
