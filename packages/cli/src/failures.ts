/** What the exit status says: 0 all is well, 1 what was asked for is not so, 2 the command could not do its work. */
export const exitStatus = { ok: 0, failed: 1, unusable: 2 } as const;

/** Any of {@link exitStatus}. */
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** The command cannot do its work as it was called: a wrong option, a missing file, a server that does not listen. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Another system refused the request: a receiver failed its challenge, or an id does not exist. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}
