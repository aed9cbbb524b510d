// The key alone where options are expected.
// Says: privateKey
import { Webhook } from "@clustaar/webhook-core";

export default new Webhook("s3cr3t");
