import { existsSync } from "node:fs";
import { join } from "node:path";
import { WebhookConfigError } from "@clustaar/webhook-core";
import {
  PreservicaClient,
  PreservicaReceiver,
  readCredentials,
} from "@clustaar/webhook-preservica";
import { saveThumbnail } from "./save-thumbnail.ts";

// The working directory is this folder under `pnpm --filter`, which says in INIT_CWD where it was started.
const folders = [".", process.env.INIT_CWD ?? "."];
const file = folders.map((folder) => join(folder, "credentials.properties")).find(existsSync);

const secret = process.env.PRESERVICA_WEBHOOK_SECRET || readCredentials(file).secretKey;
if (secret === undefined) {
  throw new WebhookConfigError(
    "expected the secret of the subscription, found none; set PRESERVICA_WEBHOOK_SECRET, or write secret.key=... under [credentials] in credentials.properties",
  );
}

// A delivery that is sent again after a failure prints and downloads only what is missing; minutes are enough for that.
const receiver = new PreservicaReceiver({ secret, idempotency: { ttl: 600 } });
receiver.onEvent(({ event }) => console.log(JSON.stringify(event)));

const preservica = connect();
if (preservica !== undefined) {
  receiver.onEvent(({ event }) => saveThumbnail(preservica, event));
}

export default receiver;

/** Without credentials the server prints events and downloads nothing. */
function connect(): PreservicaClient | undefined {
  try {
    return new PreservicaClient({ credentialsFile: file ?? null });
  } catch (error) {
    if (!(error instanceof WebhookConfigError)) throw error;
    console.error(`No thumbnails are downloaded. ${error.message}`);
    return undefined;
  }
}
