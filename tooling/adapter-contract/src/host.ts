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
  /** Whether it goes over a connection of its own, which it closes. */
  isAlone?: boolean;
  /** Sent with chunked transfer coding instead of `body`, one chunk each. */
  chunks?: Uint8Array[];
}

/** What came back. */
export interface Answer {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** The values of `set-cookie`, line by line. */
  cookies: readonly string[];
  body: Buffer;
}

/**
 * What else touches bodies in the app:
 *
 * - `consumes`: a parser uses them up,
 * - `keeps`: a parser keeps the raw bytes where the adapter looks,
 * - `parses`: the platform hands over a parsed value in place of the bytes,
 * - `decodes`: the platform hands over text in place of the bytes,
 * - `drops`: the platform hands over nothing, and leaves the `content-length` as it came.
 */
export type ParserMode = "consumes" | "keeps" | BridgeMode;

/** What a platform does that makes a request by hand. */
export type BridgeMode = "parses" | "decodes" | "drops";

/** What a case wants mounted. */
export interface Setup {
  /** Endpoints by the path they stand at. */
  endpoints: Record<string, Endpoint>;
  /** What runs before the endpoints. */
  parser?: ParserMode;
  /** Called when the promise that the adapter's handler returned has settled: was the answer written, or the client gone? */
  onSettled?(written: boolean): void;
  /** A path of the app, beside the endpoints, that answers the JSON it was sent by the framework's own parser. */
  jsonPath?: string;
}

/** A running host. */
export interface Mounted {
  send(sent: Sent): Promise<Answer>;
  /** The HTTP server, where the host has sockets. */
  server?: Server;
  /** The port, where the server is in another process. */
  port?: number;
  /** What a raw client labels its bodies, for hosts that drop a body without a label. */
  contentType?: string;
  close(): Promise<void>;
}

/** Mounts what a case wants on the real host. */
export interface ContractHost {
  mount(setup: Setup): Promise<Mounted>;
}
