import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { leaveOut } from "@clustaar/adapter-contract";
import { processGuest } from "./internal/process-guest.ts";
import { ofResponses } from "./internal/reasons.ts";
import { runGuest } from "./internal/run-guest.ts";

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const worker = join(import.meta.dirname, "guests/azure-worker.ts");
const node = (file: string, port: number) =>
  [process.execPath, "--import", tsx, worker, file, String(port)] as const;

const whole = "the host takes the whole request before it calls the function";

runGuest(
  "Azure Functions",
  (remote) => processGuest("Azure Functions", remote, node, ["@azure/*"]),
  {
    ...ofResponses,
    ...leaveOut(
      [
        "answers 413 before a byte of a body that is declared too large",
        "answers 413 while the upload is still going, then cuts it off",
      ],
      whole,
    ),
    "aborts the signal when the client is gone, and only then":
      "a function does not notice that its client has gone",
    "joins repeated headers, those that Node keeps one of included":
      "the host has joined repeated headers already, by a bare comma",
    "sends each text of a list on a line of its own":
      "of several set-cookie headers @azure/functions hands over the last",
  },
);
