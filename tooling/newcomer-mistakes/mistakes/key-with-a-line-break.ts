// A key read from a file, its line break included.
// Says: trim it
import { Webhook } from "@clustaar/webhook-core";

export default new Webhook({ privateKey: "s3cr3t\n" });
