import type { CaseName } from "./cases.ts";

/** The cases that need a connection: hosts that hand over a value have none. */
export const connectionCases = [
  "gets its 413 to a client that writes everything before it reads",
  "answers 413 before a byte of a body that is declared too large",
  "answers 413 while the upload is still going, then cuts it off",
  "tells the client of an upload it cuts off that the connection closes",
  "never calls the endpoint for an upload that broke off",
  "aborts the signal when the client is gone, and only then",
  "answers several requests on one connection",
  "ends the connection of an answer when the server has stopped listening",
  "lets a client that waits for 100 Continue send its body",
] as const satisfies readonly CaseName[];

/** The cases of the promise that a listener returns; where a handler gives its answer by it, every case shows it. */
export const promiseCases = [
  "returns a promise that resolves when the answer is written",
  "resolves that promise when the client is gone",
] as const satisfies readonly CaseName[];

/** Leaves cases out for one reason. */
export function leaveOut(
  names: readonly CaseName[],
  reason: string,
): Partial<Record<CaseName, string>> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}
