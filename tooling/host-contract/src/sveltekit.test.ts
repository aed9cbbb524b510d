import { join } from "node:path";
import { rawClient } from "@clustaar/adapter-contract";
import type { Endpoint } from "@clustaar/webhook-core";
import { expect, it } from "vitest";
import { type App, appGuest } from "./internal/app-guest.ts";
import { ofNodeHeaders, ofResponses } from "./internal/reasons.ts";
import { runGuest } from "./internal/run-guest.ts";

const vite = join(import.meta.dirname, "../node_modules/.bin/vite");

const app: App = {
  files: {
    "src/app.html": "<!doctype html><head>%sveltekit.head%</head><body>%sveltekit.body%</body>",
    "svelte.config.js": `import adapter from "@sveltejs/adapter-node";
export default { kit: { adapter: adapter() } };`,
    "vite.config.js": `import { sveltekit } from "@sveltejs/kit/vite";
export default { plugins: [sveltekit()] };`,
  },
  build: [vite, "build"],
  start: () => [process.execPath, "build"],
  env: { HOST: "127.0.0.1", BODY_SIZE_LIMIT: "4M" },
};

runGuest(
  "SvelteKit",
  (remote) => appGuest("SvelteKit", remote, app),
  {
    ...ofResponses,
    ...ofNodeHeaders,
    "does not need a content type": "SvelteKit drops a body that no content type announces",
    "does not care what the content type says":
      "SvelteKit answers 403 itself to the content types of forms",
    "aborts the signal when the client is gone, and only then":
      "SvelteKit does not tell that a client has gone whose request has arrived",
  },
  {
    contentType: "application/json",
    host: { "request.method": "GET", env: "undefined", "context.req.socket": "object" },
    more({ createHost }) {
      it("answered that an upload broke off to a body over SvelteKit's own limit", async () => {
        const endpoint: Endpoint = {
          maxBody: 10_000_000,
          handle: () => Promise.reject(new Error("the body is over the host's limit")),
        };
        const client = await rawClient(
          await createHost().mount({ endpoints: { "/webhook": endpoint } }),
        );
        client.post("Content-Length: 5000000");
        expect(await client.answer()).toMatch(
          /^HTTP\/1\.1 413 .*body_too_large.*the host's own limit/s,
        );
        client.socket.destroy();
      });
    },
  },
);
