/** The message of what was thrown: a program may throw anything, and a message may be anything. */
export function messageOf(error: unknown): string {
  try {
    if (!(error instanceof Error)) return "something that is not an Error was thrown";
    const message: unknown = error.message;
    if (typeof message === "string") return message;
  } catch {
    // A getter or a proxy of somebody's that throws: told below.
  }
  return "an error whose message is no text was thrown";
}
