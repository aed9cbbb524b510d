import { kindOf, nearest } from "@clustaar/webhook-core/endpoint";
import { EmitterError } from "../errors.ts";
import { meantAndKnown } from "../internal/meant.ts";
import type { Preposition } from "./event-types.ts";

const prepositions: readonly Preposition[] = ["before", "on", "after"];
const withPreposition = /^(before|on|after):(.*)$/s;

/** An event's name, taken apart. */
export interface EventKey {
  readonly when: Preposition;
  readonly event: string;
}

/** Reads `before:measure`, `after:measure`, `on:measure` or `measure` (which is `on:measure`); undefined when there is no such event. */
export function parseEventKey(key: string, has: (event: string) => boolean): EventKey | undefined {
  const [, when, event] = withPreposition.exec(key) ?? [];
  if (when !== undefined && event !== undefined && has(event)) {
    return { when: when as Preposition, event };
  }
  return has(key) ? { when: "on", event: key } : undefined;
}

function prefixed(name: string): string[] {
  return prepositions.map((when) => `${when}:${name}`);
}

/**
 * Names what was written, what exists, and what was probably meant.
 *
 * @param bare - whether a name is expected, without a preposition.
 */
export function unknownEvent(
  what: string,
  key: unknown,
  names: readonly string[],
  bare = false,
): EmitterError {
  if (typeof key !== "string") {
    return new EmitterError(
      "event_unknown",
      `${what}: expected the name of an event, got ${kindOf(key)}; the events are ${listed(names)}`,
    );
  }
  const keys = bare ? names : names.flatMap((name) => [name, ...prefixed(name)]);
  // What was written may be right but for what stands in front.
  const [, , rest = key] = bare ? (withPreposition.exec(key) ?? []) : [];
  const meant = nearest(rest, keys);
  const known = `the events are ${listed(names)}${
    key.includes(":") && !bare ? `, each with ${prepositions.join(":, ")}: before it` : ""
  }`;
  return new EmitterError(
    "event_unknown",
    `${what}: there is no event ${JSON.stringify(key)}${meantAndKnown(meant && `"${meant}"`, known)}`,
  );
}

const MOST = 30;

/** Names in quotes; of very many the first ones. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const some = names.slice(0, MOST).map((name) => JSON.stringify(name));
  return names.length > MOST
    ? `${some.join(", ")} and ${names.length - MOST} more`
    : some.join(", ");
}
