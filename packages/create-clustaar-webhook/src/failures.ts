/** What the exit status says: 0 the project is there, 1 it was refused or given up, 2 it was asked for in a wrong way. */
export const exitStatus = { ok: 0, failed: 1, unusable: 2 } as const;

/** Any of {@link exitStatus}. */
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** A wrong argument: exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What was asked for cannot be, such as a folder that holds something already: exit status 1. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}
