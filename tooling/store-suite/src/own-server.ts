/** A server of the test's own, which may be killed. */
export interface OwnServer {
  readonly url: string;
  /** Kills it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again, and waits until it answers. */
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  dispose(): Promise<void>;
}
