import { Buffer } from "node:buffer";
import { randomFillSync } from "node:crypto";

/** Random bytes of an id. */
const RANDOM = 10;
/** Random bytes that are made at a time, since asking for them costs more than making them. */
const pool = Buffer.alloc(RANDOM * 256);
let used = pool.byteLength;

/** A new id that sorts by the time it was made: a prefix, the time and 20 random hexadecimal digits. */
export function newId(prefix: "msg" | "dlv" | "whk" | "req", now: number): string {
  if (used === pool.byteLength) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.toString("hex", used, used + RANDOM);
  // Not to be used twice, and not to be kept.
  pool.fill(0, used, used + RANDOM);
  used += RANDOM;
  return `${prefix}_${timeText(now)}${random}`;
}

let lastTime = Number.NaN;
let lastText = "";

/** Nine digits; many ids are made within a millisecond. */
function timeText(now: number): string {
  const time = Math.max(0, Math.floor(now));
  if (time !== lastTime) {
    lastTime = time;
    lastText = time.toString(36).padStart(9, "0");
  }
  return lastText;
}
