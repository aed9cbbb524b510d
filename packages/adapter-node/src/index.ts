/** What handlers find in `context.host`: name it by `webhook.host<NodeHost>()`. */
export type { ServedNode as NodeHost } from "@clustaar/webhook-core/adapter";
export { nodeAdapter } from "./node-adapter.ts";
