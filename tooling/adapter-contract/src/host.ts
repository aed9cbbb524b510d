import type { Server } from "node:http";
import type { Endpoint } from "@clustaar/webhook-core";

/** One request that a case sends; a POST to `/webhook` unless it says otherwise. */
export interface Sent {
  method?: string;
  /** Path and query, as they stand in the request line. */
  target?: string;
  /** Pairs, so that a name may repeat. */
  headers?: [name: string, value: string][];
  body?: string | Uint8Array;
  /** Sent with chunked transfer coding instead of `body`, one chunk each. */
  chunks?: Uint8Array[];
}

/** What came back. */
export interface Answer {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
}

/** What else reads bodies in the app: a parser that uses them up, or one that keeps the raw bytes where the adapter looks. */
export type ParserMode = "consumes" | "keeps";

/** What a case wants mounted. */
export interface Setup {
  /** Endpoints by the path they stand at. */
  endpoints: Record<string, Endpoint>;
  /** A body parser that runs before the endpoints. */
  parser?: ParserMode;
  /** A path of the app, beside the endpoints, that answers the JSON it was sent by the framework's own parser. */
  jsonPath?: string;
}

/** A running host. */
export interface Mounted {
  send(sent: Sent): Promise<Answer>;
  /** The HTTP server, where the host has sockets. */
  server?: Server;
  close(): Promise<void>;
}

/** Mounts what a case wants on the real host. */
export interface ContractHost {
  mount(setup: Setup): Promise<Mounted>;
}
