import { described, listed } from "./limits.ts";
import { nearest } from "./nearest.ts";

/** Types that a message lists at most. */
const MOST_LISTED = 8;

/** Says that a `type` is none of those which may stand there, and which one was most likely meant. */
export function wrongType(types: readonly string[], came: unknown): string {
  const all = types.length <= MOST_LISTED;
  const expected = all ? listed(types) : `${types.length} types`;
  const meant = typeof came === "string" ? typeMeant(came, types) : undefined;
  if (meant !== undefined) {
    return `expected one of ${expected}, got ${described(came)}; did you mean ${listed([meant])}?`;
  }
  const some = all ? "" : ` (${listed(types.slice(0, MOST_LISTED))}, ...)`;
  return `expected one of ${expected}${some}, got ${described(came)}`;
}

/** The type that was meant: the only one that goes on from here, as `send_text` does, else the nearest. */
function typeMeant(came: string, types: readonly string[]): string | undefined {
  const longer = types.filter((type) => came.length >= 4 && type.startsWith(came));
  return longer.length === 1 ? longer[0] : nearest(came, types);
}
