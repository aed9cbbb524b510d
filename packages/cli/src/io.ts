import type { Readable, Writable } from "node:stream";

/** What a command may touch of the process it runs in, so that tests can hand it something else. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined };
  readonly stdout: Writable & { readonly isTTY?: boolean | undefined };
  readonly stderr: Writable & { readonly isTTY?: boolean | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Says when the process is asked to end, with the signal's name as the event. */
  readonly signals: Signals;
}

/** Where signals are listened to: the process, or an event emitter. */
export interface Signals {
  once(signal: string, listener: () => void): unknown;
  off(signal: string, listener: () => void): unknown;
}

/** The real thing. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  return { stdin, stdout, stderr, env, cwd: process.cwd(), signals: process };
}
