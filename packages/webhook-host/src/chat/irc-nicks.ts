import { randomInt } from "node:crypto";

/** Characters that every server allows in a nick. */
const SHORTEST_LIMIT = 9;

/**
 * The nick to try when the server refuses one: with `_`, with `__`, and then with digits, short enough for every server.
 *
 * @param refused - how many were refused before.
 * @param isTaken - false: the server does not like how it is written, its length perhaps.
 */
export function otherNick(nick: string, refused: number, isTaken: boolean): string {
  if (isTaken && refused < 2) return nick + "_".repeat(refused + 1);
  return nick.slice(0, SHORTEST_LIMIT - 3) + randomInt(100, 1000);
}
