import { type CaseName, leaveOut } from "@clustaar/adapter-contract";
import type { Endpoint } from "@clustaar/webhook-core";
import { expect, it } from "vitest";
import { lambdaGuest } from "./internal/lambda/lambda-guest.ts";
import { runGuest } from "./internal/run-guest.ts";
import { withGuest } from "./internal/with-guest.ts";

const whole = "AWS takes the whole request before it calls the function";

const behindUrl: Partial<Record<CaseName, string>> = {
  ...leaveOut(
    [
      "answers 413 before a byte of a body that is declared too large",
      "answers 413 while the upload is still going, then cuts it off",
      "tells the client of an upload it cuts off that the connection closes",
    ],
    whole,
  ),
  "aborts the signal when the client is gone, and only then":
    "a function does not notice that its client has gone",
  "joins repeated headers, those that Node keeps one of included":
    "payload 2.0 has joined repeated headers already, by a bare comma",
  "never sends a header that would split the answer":
    "the result is a value, which AWS checks and refuses",
};

runGuest("AWS Lambda", (remote) => lambdaGuest("AWS Lambda", remote), behindUrl);

runGuest(
  "AWS Lambda, streaming",
  (remote) => lambdaGuest("AWS Lambda, streaming", remote),
  behindUrl,
);

it("gives the client the whole streamed answer while the work is still to do, and then goes on", () => {
  const seen: string[] = [];
  let finish: () => void = () => {};
  const work = new Promise<void>((done) => {
    finish = done;
  }).then(() => seen.push("work"));
  const endpoint: Endpoint = {
    maxBody: 100,
    async handle({ body }, host) {
      host?.waitUntil?.(work);
      return { status: 200, headers: {}, body };
    },
  };
  const start = (remote: string) => lambdaGuest("AWS Lambda, streaming", remote);
  return withGuest(start, endpoint, async (send) => {
    seen.push((await send({ body: "first" })).body.toString());
    // Only now: the work cannot have been done before.
    finish();
    seen.push((await send({ body: "second" })).body.toString());
    expect(seen).toEqual(["first", "work", "second"]);
  });
});
