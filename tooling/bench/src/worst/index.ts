import type { Table } from "../table.ts";
import { type Cost, costOf, jsonCostOf } from "./cost.ts";
import { seeded } from "./random.ts";
import { known, plain, randomShape } from "./shapes.ts";

/** Milliseconds of CPU time that a MiB of any signed body may take, and of a plain one. */
const BOUND = { any: 250, plain: 20 };
/** Characters of a body while searching: large enough for what grows with the square to show, small enough to try many. */
const SEARCHED = 2 ** 17;
const WHOLE = 2 ** 20;
const SHOWN = 10;

/** How long to search, in seconds, and from which seed. */
export interface Search {
  readonly seconds: number;
  readonly seed: number;
}

/** What was found: the table, and the highest cost over its bound. */
export interface Worst {
  readonly table: Table;
  readonly times: number;
}

/** Looks for the bodies that cost most: random shapes first, then the worst of them again at full size. */
export async function worst({ seconds, seed }: Search): Promise<Worst> {
  const random = seeded(seed);
  for (const shape of [...plain, ...known]) await costOf(shape, SEARCHED, 3);
  const tried: Cost[] = [];
  for (const shape of known) tried.push(await costOf(shape, SEARCHED, 1));
  let count = 0;
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; count++) {
    tried.push(await costOf(randomShape(random), SEARCHED, 1));
    // What is kept is measured again later, so that one disturbance does not push another shape out.
    if (tried.length > 400) tried.sort(byCost).splice(4 * SHOWN);
  }
  tried.sort(byCost);
  const again: Cost[] = [];
  for (const { shape } of tried.slice(0, 2 * SHOWN)) again.push(await costOf(shape, WHOLE, 3));
  const top = again.sort(byCost).slice(0, SHOWN);
  const plainly: Cost[] = [];
  for (const shape of plain) plainly.push(await costOf(shape, WHOLE, 5));
  plainly.sort(byCost);
  return {
    table: {
      title: "The bodies that cost most",
      note: `CPU time for each MiB of a signed body through \`Webhook.handle\`, the least of several measurements: the worst of ${count} random shapes and of those known (seed ${seed}), then the plain ones. At most ${BOUND.any} ms, plain ones ${BOUND.plain}. The last column is what \`JSON.parse\` of the body and \`JSON.stringify\` of all that is in it take alone.`,
      head: ["body", "handler", "status", "ms a MiB", "JSON alone"],
      rows: [...top, ...plainly].map(({ shape, status, perMib }) => [
        shape.name.length > 90 ? `${shape.name.slice(0, 87)}...` : shape.name,
        shape.handling,
        String(status),
        perMib.toFixed(0),
        jsonCostOf(shape, WHOLE, 3).toFixed(0),
      ]),
    },
    times: Math.max((top[0]?.perMib ?? 0) / BOUND.any, (plainly[0]?.perMib ?? 0) / BOUND.plain),
  };
}

function byCost(one: Cost, other: Cost): number {
  return other.perMib - one.perMib;
}
