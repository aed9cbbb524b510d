// An environment variable that is not set: signing would be off.
// Says: an environment variable
import { Webhook } from "@clustaar/webhook-core";

export default new Webhook({ privateKey: process.env.A_KEY_NOBODY_HAS_SET });
