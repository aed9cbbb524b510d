import { join } from "node:path";
import { leaveOut } from "@clustaar/adapter-contract";
import type { Endpoint } from "@clustaar/webhook-core";
import { expect, it, vi } from "vitest";
import { lambdaGuest } from "./internal/lambda/lambda-guest.ts";
import { netlify as onLambda } from "./internal/lambda/netlify.ts";
import { processGuest } from "./internal/process-guest.ts";
import { ofResponses } from "./internal/reasons.ts";
import { runGuest } from "./internal/run-guest.ts";
import { withGuest } from "./internal/with-guest.ts";

const runtime = "../node_modules/@netlify/serverless-functions-api/dist/index_server.js";
const server = [process.execPath, join(import.meta.dirname, runtime)] as const;
const netlify = (remote: string) =>
  processGuest("Netlify", remote, () => server, [], {
    env: (file, port) => ({
      NETLIFY_PLAY_ENTRY_PATH: file,
      NETLIFY_PLAY_PORT: String(port),
      // Where it says when work begins and ends that an instance has to be kept for: to standard output.
      NETLIFY_PLAY_KEEP_WARM_FD: "1",
    }),
  });

runGuest("Netlify", netlify, {
  ...ofResponses,
  ...leaveOut(
    [
      "joins repeated headers, those that Node keeps one of included",
      "refuses a second Date or Authorization, whichever stands first",
    ],
    "Netlify's runtime passes on the first line alone of a repeated Authorization or User-Agent",
  ),
  "aborts the signal when the client is gone, and only then":
    "Netlify's runtime does not tell the function that its client has gone",
});

it("tells Netlify to keep the instance while work goes on after the answer", () => {
  let finish: () => void = () => {};
  const work = new Promise<void>((done) => {
    finish = done;
  });
  const endpoint: Endpoint = {
    maxBody: 100,
    async handle(_request, host) {
      host?.waitUntil?.(work);
      return { status: 200, headers: {}, body: "" };
    },
  };
  return withGuest(netlify, endpoint, async (send, { output }) => {
    expect(output()).toBe("");
    expect((await send({ body: "{}" })).status).toBe(200);
    await vi.waitFor(() => expect(output()).toBe("+"), { timeout: 20_000 });
    finish();
    await vi.waitFor(() => expect(output()).toBe("+-"), { timeout: 20_000 });
  });
});

runGuest("Netlify on AWS Lambda", (remote) => lambdaGuest("Netlify", remote, onLambda), {
  ...ofResponses,
  ...leaveOut(
    [
      "joins repeated headers, those that Node keeps one of included",
      "refuses a second Date or Authorization, whichever stands first",
    ],
    "what Netlify's edge makes of repeated headers is imitated here",
  ),
  ...leaveOut(
    [
      "answers 413 before a byte of a body that is declared too large",
      "answers 413 while the upload is still going, then cuts it off",
    ],
    "Netlify takes the whole request before it calls the function",
  ),
  ...leaveOut(
    [
      "sends an empty answer",
      "calls onResponse once for each answer, with the status that is sent",
    ],
    "Netlify's runtime streams no status for an empty body, and its edge is imitated here",
  ),
  "aborts the signal when the client is gone, and only then":
    "a function does not notice that its client has gone",
});
