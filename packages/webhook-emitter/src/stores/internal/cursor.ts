import { EmitterError } from "../../errors.ts";

/**
 * Reads the place where the page before ended; undefined: from the beginning.
 *
 * @throws EmitterError `config_invalid` for what no page gave.
 */
export function placeOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new EmitterError(
    "config_invalid",
    `deliveries.list: cursor: expected the cursor of the page before, got ${JSON.stringify(cursor.slice(0, 50))}`,
  );
}
