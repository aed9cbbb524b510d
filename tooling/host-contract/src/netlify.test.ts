import { join } from "node:path";
import { leaveOut } from "@clustaar/adapter-contract";
import { processGuest } from "./internal/process-guest.ts";
import { ofResponses } from "./internal/reasons.ts";
import { runGuest } from "./internal/run-guest.ts";

const runtime = "../node_modules/@netlify/serverless-functions-api/dist/index_server.js";
const server = [process.execPath, join(import.meta.dirname, runtime)] as const;
const settings = {
  env: (file: string, port: number) => ({
    NETLIFY_PLAY_ENTRY_PATH: file,
    NETLIFY_PLAY_PORT: String(port),
  }),
};

runGuest("Netlify", (remote) => processGuest("Netlify", remote, () => server, [], settings), {
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
