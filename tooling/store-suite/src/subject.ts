import { randomBytes } from "node:crypto";
import type { IdempotencyStore } from "@clustaar/webhook-core";
import type { OwnServer } from "./own-server.ts";

/** A store that is connected to its server. */
export interface OpenStore {
  readonly store: IdempotencyStore;
  close(): Promise<unknown>;
}

/** Connects a store to the server at an address, where it keeps its data in a space (a prefix, a table) of that name. */
export type OpenFunction = (url: string, space: string) => Promise<OpenStore>;

/** The store that the suite runs. */
export interface Subject {
  /** The address of a module that exports the {@link OpenFunction} `open`, for processes of their own. */
  readonly module: string;
  readonly open: OpenFunction;
  /** The server that all may use; see `whyAbsent`. */
  readonly url: string;
  /** Why it is not there. */
  readonly absent: string | undefined;
  /** Makes all that is kept in a space on that server older, so that no case waits, or fails on a busy machine. */
  readonly age: (space: string, seconds: number) => Promise<unknown>;
  /** Removes a space from that server. */
  readonly drop: (space: string) => Promise<unknown>;
  /** Starts a server of the test's own. */
  readonly startServer: () => Promise<OwnServer>;
  /** Why none can be started. */
  readonly noPrograms: string | undefined;
}

/** The name of a space that nothing else uses. */
export function newSpace(): string {
  return randomBytes(6).toString("hex");
}
