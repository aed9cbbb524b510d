// The webhook's address is opened in a browser.
// Says: a browser that opens this address sends GET
import { Webhook } from "@clustaar/webhook-core";

export const send = { method: "GET" };
export default new Webhook();
