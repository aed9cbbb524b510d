// A forgotten `npm pkg set type=module`: `await` at the top level.
// Says: is a CommonJS module and cannot use 'await' at the top level
import { Webhook } from "@clustaar/webhook-core";

const key = await Promise.resolve("s3cr3t");
export default new Webhook({ privateKey: key });
