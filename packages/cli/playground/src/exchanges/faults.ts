import type { Fault } from "../../../src/sending/faults.ts";

/** What each fault does, in a few words; the compiler asks for a new one. */
export const faults: Readonly<Record<Fault, string>> = {
  "wrong-key": "signed with another key",
  stale: "dated ten minutes ago",
  future: "dated ten minutes ahead",
  duplicate: "sent twice",
  truncated: "breaks off in the middle",
  reserialised: "the body rewritten after signing",
  slow: "sent in pieces over two seconds",
  "no-date": "without a Date header",
  "two-signatures": "with the signature twice",
};
