import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/**
 * Whether the server of a request has stopped listening. An answer then ends its connection: one that is kept alive would
 * keep the process from ending, for as long as the server's `keepAliveTimeout` (72 s in Fastify).
 *
 * @example
 * ```ts
 * import { IncomingMessage } from "node:http";
 * import { Socket } from "node:net";
 * import { isClosing } from "@clustaar/webhook-core/adapter";
 *
 * console.log(isClosing(new IncomingMessage(new Socket()))); // false
 * ```
 */
export function isClosing({ socket }: IncomingMessage): boolean {
  // Node sets it on the sockets that a server accepts; hosts without a server have none.
  const { server } = (socket ?? {}) as Socket & { server?: { listening?: boolean } };
  return server?.listening === false;
}
