import { join } from "node:path";
import type { Readable } from "node:stream";
import type { CaseName } from "@clustaar/adapter-contract";
import { Log, LogLevel, Miniflare } from "miniflare";
import { bundle, glueOf } from "./internal/bundle.ts";
import type { Guest } from "./internal/guest.ts";
import { processGuest } from "./internal/process-guest.ts";
import { ofResponses } from "./internal/reasons.ts";
import { runGuest } from "./internal/run-guest.ts";
import { secrets } from "./internal/secrets.ts";

/** A runtime whose package carries the binary. */
const runtime = (name: string) => join(import.meta.dirname, "../node_modules/.bin", name);
const deno = (file: string) => [runtime("deno"), "run", "-A", "-q", file] as const;
const bun = (file: string) => [runtime("bun"), "run", file] as const;

async function worker(remote: string): Promise<Guest> {
  const flare = new Miniflare({
    modules: true,
    script: await bundle(glueOf("Cloudflare Workers"), remote),
    compatibilityDate: "2026-01-01",
    compatibilityFlags: ["nodejs_compat"],
    bindings: secrets,
    log: new Log(LogLevel.NONE),
    handleRuntimeStdio(stdout: Readable, stderr: Readable) {
      stdout.resume();
      stderr.resume();
    },
    host: "127.0.0.1",
    port: 0,
  });
  const url = await flare.ready;
  return { port: Number(url.port), stop: () => flare.dispose() };
}

runGuest(
  "Cloudflare Workers (workerd)",
  worker,
  {
    ...ofResponses,
    "aborts the signal when the client is gone, and only then":
      "a Worker does not notice that its client has gone",
    "lets a client that waits for 100 Continue send its body":
      "workerd sends no 100 Continue at all",
  },
  {
    host: {
      "request.method": "GET",
      "env.CLUSTAAR_PRIVATE_KEY": secrets.CLUSTAAR_PRIVATE_KEY,
      "context.waitUntil": "function",
    },
  },
);

runGuest(
  "Deno",
  (remote) => processGuest("Deno", remote, deno),
  {
    ...ofResponses,
    "answers 413 while the upload is still going, then cuts it off":
      "Deno answers, and then neither reads such an upload nor closes its connection",
  },
  { host: { "request.method": "GET", "context.remoteAddr.hostname": "127.0.0.1" } },
);

const ofBun: Partial<Record<CaseName, string>> = {
  "answers 413 before a byte of a body that is declared too large":
    "Bun answers more than 128 MiB itself, without a body",
  "answers 413 while the upload is still going, then cuts it off":
    "Bun answers, and then reads such an upload for as long as it goes on",
};

runGuest(
  "Bun",
  (remote) => processGuest("Bun", remote, bun),
  { ...ofResponses, ...ofBun },
  { host: { "request.method": "GET", "context.requestIP": "function" } },
);

runGuest(
  "Elysia on Bun",
  (remote) => processGuest("Elysia on Bun", remote, bun),
  { ...ofResponses, ...ofBun },
  { host: { "request.method": "GET", context: "undefined" } },
);
