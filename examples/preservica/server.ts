import { createWriteStream, existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { nodeAdapter } from "@clustaar/adapter-node";
import { WebhookConfigError } from "@clustaar/webhook-core";
import {
  PreservicaClient,
  PreservicaError,
  PreservicaReceiver,
  readCredentials,
} from "@clustaar/webhook-preservica";

const [address = "127.0.0.1:8000"] = process.argv.slice(2);
const [, host, port] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
if (host === undefined)
  throw new TypeError(`expected HOST:PORT such as 0.0.0.0:8000, got ${address}`);

// The working directory is this folder under `pnpm --filter`, which says in INIT_CWD where it was started.
const folders = [".", process.env.INIT_CWD ?? "."];
const file = folders.map((folder) => join(folder, "credentials.properties")).find(existsSync);

const receiver = new PreservicaReceiver({
  secret: process.env.PRESERVICA_WEBHOOK_SECRET || readCredentials(file).secretKey,
  // A delivery that is sent again after a failure prints and downloads only what is missing.
  idempotency: {},
});

receiver.onEvent(({ event }) => console.log(JSON.stringify(event)));

let warning = "";
const preservica = connect();
if (preservica !== undefined) {
  receiver.on("INDEXED", async ({ event: { entityRef } }) => {
    // The reference becomes a file name: nothing but a UUID may.
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(entityRef ?? "")) return;
    try {
      const { body } = await preservica.get("/api/content/thumbnail", {
        query: { id: `sdb:IO|${entityRef}`, size: "large" },
      });
      await pipeline(body ?? [], createWriteStream(`${entityRef}.jpg.part`));
      await rename(`${entityRef}.jpg.part`, `${entityRef}.jpg`);
    } catch (error) {
      if (!(error instanceof PreservicaError && error.status === 404)) throw error;
      console.error(`${entityRef} has no thumbnail`);
    }
  });
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
