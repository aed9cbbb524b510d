import type { IdempotencyStore } from "@clustaar/webhook-core";
import type { OwnServer } from "./own-server.ts";

/** A store that is connected to its server. */
export interface OpenStore {
  readonly store: IdempotencyStore;
  close(): Promise<unknown>;
}

/** Connects a store to the server at an address. */
export type OpenFunction = (url: string) => Promise<OpenStore>;

/** The store that the suite runs. */
export interface Subject {
  /** The address of a module that exports the {@link OpenFunction} `open`, for processes of their own. */
  readonly module: string;
  readonly open: OpenFunction;
  /** The server that all may use; see `whyAbsent`. */
  readonly url: string;
  /** Why it is not there. */
  readonly absent: string | undefined;
  /** Starts a server of the test's own. */
  readonly startServer: () => Promise<OwnServer>;
  /** Why none can be started. */
  readonly noPrograms: string | undefined;
}
