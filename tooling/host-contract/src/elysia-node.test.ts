import { processGuest } from "./internal/process-guest.ts";
import { ofResponses } from "./internal/reasons.ts";
import { runGuest } from "./internal/run-guest.ts";

const node = (file: string) => [process.execPath, file] as const;

runGuest(
  "Elysia on Node.js",
  (remote) => processGuest("Elysia on Node.js", remote, node, ["elysia", "@elysiajs/node"]),
  { ...ofResponses },
  { host: { "request.method": "GET", context: "undefined" } },
);
