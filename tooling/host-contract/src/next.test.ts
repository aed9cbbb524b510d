import { connect } from "node:net";
import { join } from "node:path";
import type { Endpoint } from "@clustaar/webhook-core";
import { expect, it } from "vitest";
import { type App, appGuest } from "./internal/app-guest.ts";
import { ofNodeHeaders, ofResponses } from "./internal/reasons.ts";
import { runGuest } from "./internal/run-guest.ts";

const next = join(import.meta.dirname, "../node_modules/.bin/next");

/** An app, with what else its configuration says. */
function appWith(configuration = ""): App {
  // Each build is thrown away, and what it keeps for the next one with it.
  const experimental = "{ turbopackFileSystemCacheForBuild: false }";
  return {
    files: {
      "next.config.mjs": `export default { experimental: ${experimental}, ${configuration} };`,
    },
    build: [next, "build"],
    start: (port) => [next, "start", "--port", String(port), "--hostname", "127.0.0.1"],
    env: { NEXT_TELEMETRY_DISABLED: "1" },
  };
}

runGuest(
  "Next.js",
  (remote) => appGuest("Next.js", remote, appWith()),
  { ...ofResponses, ...ofNodeHeaders },
  {
    host: {
      "request.nextUrl.pathname": "/webhook",
      env: "undefined",
      "context.waitUntil": "function",
    },
    more({ createHost, guest, remote }) {
      it("ends only when the work is done that was handed to waitUntil", async () => {
        let finish: () => void = () => {};
        const work = new Promise<void>((done) => {
          finish = done;
        });
        const endpoint: Endpoint = {
          maxBody: 100,
          async handle(_request, context) {
            context?.waitUntil?.(work);
            return { status: 200, headers: {}, body: "" };
          },
        };
        const { port, send } = await createHost().mount({ endpoints: { "/webhook": endpoint } });
        const done = remote().workDone;
        expect((await send({ body: "{}" })).status).toBe(200);
        const ended = guest().terminate();
        await untilClosed(port);
        finish();
        await ended;
        expect(remote().workDone).toBe(done + 1);
      });
    },
  },
);

/** Waits until nothing listens on a port any more. */
async function untilClosed(port: number | undefined): Promise<void> {
  for (;;) {
    const socket = connect(Number(port), "127.0.0.1");
    const isOpen = await new Promise((seen) => {
      socket.once("connect", () => seen(true)).once("error", () => seen(false));
    });
    socket.destroy();
    if (!isOpen) return;
  }
}

/** The contract's cases ask for `/webhook`. */
const rewrites = `rewrites: () => [{ source: "/webhook", destination: "/api/webhook" }]`;

runGuest(
  "Next.js pages API",
  (remote) => appGuest("Next.js pages API", remote, appWith(rewrites)),
  {},
  // Helpers that Next.js puts there.
  { host: { "req.query": "object", "res.status": "function" } },
);
