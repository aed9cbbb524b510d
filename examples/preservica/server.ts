import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { nodeAdapter } from "@clustaar/adapter-node";
import { WebhookConfigError } from "@clustaar/webhook-core";
import {
  PreservicaClient,
  PreservicaReceiver,
  readCredentials,
} from "@clustaar/webhook-preservica";
import { saveThumbnail } from "./save-thumbnail.ts";

// `pnpm start -- HOST:PORT` hands the `--` on.
const [address = "127.0.0.1:8000"] = process.argv.slice(2).filter((argument) => argument !== "--");
const [, host, port] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
if (host === undefined) quit(`expected HOST:PORT such as 0.0.0.0:8000, got ${address}`);

// The working directory is this folder under `pnpm --filter`, which says in INIT_CWD where it was started.
const folders = [".", process.env.INIT_CWD ?? "."];
const file = folders.map((folder) => join(folder, "credentials.properties")).find(existsSync);

const secret = process.env.PRESERVICA_WEBHOOK_SECRET || readCredentials(file).secretKey;
if (secret === undefined) {
  quit(
    "expected the secret of the subscription, found none; set PRESERVICA_WEBHOOK_SECRET, or write secret.key=... under [credentials] in credentials.properties",
  );
}

// A delivery that is sent again after a failure prints and downloads only what is missing; minutes are enough for that.
const receiver = new PreservicaReceiver({ secret, idempotency: { ttl: 600 } });
receiver.onEvent(({ event }) => console.log(JSON.stringify(event)));

let warning = "";
const preservica = connect();
if (preservica !== undefined) {
  receiver.onEvent(({ event }) => saveThumbnail(preservica, event));
}

const server = createServer(nodeAdapter(receiver));
server.listen(Number(port), host.replace(/^\[|\]$/g, ""), () => {
  const { port } = server.address() as AddressInfo;
  console.log(`Listening on http://${host}:${port}`);
  if (warning !== "") console.error(warning);
});

/** Without credentials the server prints events and downloads nothing. */
function connect(): PreservicaClient | undefined {
  try {
    return new PreservicaClient({ credentialsFile: file ?? null });
  } catch (error) {
    if (!(error instanceof WebhookConfigError)) throw error;
    warning = `No thumbnails are downloaded. ${error.message}`;
    return undefined;
  }
}

function quit(message: string): never {
  console.error(message);
  process.exit(1);
}
