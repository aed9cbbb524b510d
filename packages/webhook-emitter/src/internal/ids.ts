import { randomUUID } from "node:crypto";

/** A new id that sorts by the time it was made: a prefix, the time and 20 random hexadecimal digits. */
export function newId(prefix: "msg" | "dlv" | "whk", now: number): string {
  const random = randomUUID();
  const time = Math.max(0, Math.floor(now)).toString(36).padStart(9, "0");
  // The digits of a UUID that are random, all of them.
  return `${prefix}_${time}${random.slice(0, 8)}${random.slice(24)}`;
}
