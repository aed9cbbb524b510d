import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type App, appGuest } from "./internal/app-guest.ts";
import { ofResponses } from "./internal/reasons.ts";
import { runGuest } from "./internal/run-guest.ts";

const program = (name: string) => join(import.meta.dirname, "../node_modules/.bin", name);

const app = {
  start: () => [process.execPath, ".output/server/index.mjs"],
  env: { HOST: "127.0.0.1" },
} satisfies Partial<App>;

/** Nitro 2 looks for its own h3 in the app, where npm puts it. */
const h3 = createRequire(createRequire(import.meta.url).resolve("nitropack/package.json"));

const two: App = {
  ...app,
  files: {
    "nitro.config.mjs": `export default { srcDir: "server", compatibilityDate: "2026-01-01" };`,
  },
  links: { h3: dirname(h3.resolve("h3/package.json")) },
  build: [program("nitropack"), "build"],
};

const three: App = {
  ...app,
  files: {
    "nitro.config.mjs": `export default { serverDir: "server", compatibilityDate: "2026-01-01" };`,
  },
  build: [program("nitro"), "build"],
};

runGuest(
  "Nitro 2",
  (remote) => appGuest("Nitro 2", remote, two),
  {},
  { host: { "req.method": "GET", "res.writeHead": "function" } },
);

runGuest(
  "Nitro 3",
  (remote) => appGuest("Nitro 3", remote, three),
  { ...ofResponses },
  { host: { "request.method": "GET", env: "undefined", "context.waitUntil": "function" } },
);
