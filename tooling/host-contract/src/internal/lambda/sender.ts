import type { IncomingMessage } from "node:http";

/** How something in front of functions calls them. */
export interface Sender {
  /** The event that it makes of a request. */
  eventOf(request: IncomingMessage, body: Buffer): object;
  /** The module that exports the `handler` of a function, where that is not the function's own. */
  wrap?(functionFile: string): string;
}
