import { type Change, differences } from "../internal/differences.ts";
import type { Situation } from "./situation.ts";

/** What changed from one situation to the next, of what a webhook sees. */
export function changesBetween(before: Situation, after: Situation): Change[] {
  return differences(seen(before), seen(after)).map(({ path, left, right }) => ({
    path: path.join("."),
    before: left,
    after: right,
  }));
}

function seen({ step, session, interlocutor, channel, paused }: Situation): object {
  return { step, session, interlocutor, channel, paused };
}
