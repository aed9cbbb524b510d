import { join, relative } from "node:path";
import { type CaseName, leaveOut } from "@clustaar/adapter-contract";
import type { Endpoint } from "@clustaar/webhook-core";
import { expect, it, vi } from "vitest";
import { processGuest } from "./internal/process-guest.ts";
import { ofResponses } from "./internal/reasons.ts";
import { runGuest } from "./internal/run-guest.ts";
import { withGuest } from "./internal/with-guest.ts";

const modules = join(import.meta.dirname, "../node_modules");
/** What `vercel dev` starts for each function, with the same helpers around it as in a deployment. */
const devServer = [process.execPath, join(modules, "@vercel/node/dist/dev-server.mjs")] as const;
const settings = {
  env: (file: string, port: number) => ({
    VERCEL_DEV_ENTRYPOINT: relative(process.cwd(), file),
    VERCEL_DEV_PORT: String(port),
  }),
};

/** What the development server passes on in another way than a deployment does. */
const behindDevServer: Partial<Record<CaseName, string>> = {
  ...leaveOut(
    [
      "joins repeated headers, those that Node keeps one of included",
      "refuses a second Date or Authorization, whichever stands first",
    ],
    "the development server passes on the first line alone of a repeated header",
  ),
  ...leaveOut(
    [
      "hands over every method",
      "takes an empty body and no body",
      "joins a chunked body",
      "joins chunks of one byte",
      "answers 413 to a chunked body over the limit",
      "calls onResponse once for each answer, with the status that is sent",
    ],
    "the development server fails at a request with Transfer-Encoding before the function sees it",
  ),
  ...leaveOut(
    [
      "answers 413 before a byte of a body that is declared too large",
      "answers 413 while the upload is still going, then cuts it off",
      "tells the client of an upload it cuts off that the connection closes",
    ],
    "the development server takes the whole request before it calls the function",
  ),
  "aborts the signal when the client is gone, and only then":
    "the development server does not tell the function that its client has gone",
  "lets a client that waits for 100 Continue send its body":
    "the development server fails at a request with Expect before the function sees it",
};

const functions = (remote: string) =>
  processGuest("Vercel", remote, () => devServer, ["@vercel/*"], settings);

runGuest("Vercel", functions, { ...ofResponses, ...behindDevServer });

it("hands work after the answer to Vercel, which reports its failure", () => {
  const endpoint: Endpoint = {
    maxBody: 100,
    async handle(_request, host) {
      host?.waitUntil?.(Promise.reject(new Error("hidden")));
      return { status: 200, headers: {}, body: "" };
    },
  };
  return withGuest(functions, endpoint, async (send, { output }) => {
    expect((await send({ body: "{}" })).status).toBe(200);
    await vi.waitFor(() => expect(output()).toContain("the work failed"), { timeout: 20_000 });
  });
});

runGuest(
  "Vercel, Node.js helpers",
  (remote) => processGuest("Vercel, Node.js helpers", remote, () => devServer, [], settings),
  behindDevServer,
);
