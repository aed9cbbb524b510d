import { processGuest } from "./internal/process-guest.ts";
import { runGuest } from "./internal/run-guest.ts";

const node = (file: string) => [process.execPath, file] as const;

runGuest(
  "Koa",
  (remote) => processGuest("Koa", remote, node, ["koa"]),
  {},
  { host: { "req.method": "GET", "res.writeHead": "function" } },
);
