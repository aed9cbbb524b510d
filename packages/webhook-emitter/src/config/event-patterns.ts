import { nearest } from "@clustaar/webhook-core/endpoint";
import { listed } from "../events/event-names.ts";
import { meantAndKnown } from "../internal/meant.ts";

/** When a webhook is sent. */
export type WebhookMoment = "before" | "after";

/** One line of a webhook's `events`, ready to be compared. */
export interface EventPattern {
  readonly when: WebhookMoment;
  /** The event's name, with `*` for any characters. */
  readonly name: string;
  /** Whether it stands for an event of this name. */
  fits(event: string): boolean;
}

/** The emitter's own events begin so; a webhook gets them only if its `events` name them so. */
const OWN = "webhook.";

/** Reads `after:order.paid`, `before:adjust`, `after:order.*`, or `order.*`, which is `after:order.*`. */
export function parseEventPattern(text: string): EventPattern {
  const [, preposition, rest] = /^(before|after):(.*)$/s.exec(text) ?? [];
  const when = (preposition ?? "after") as WebhookMoment;
  const name = rest ?? text;
  const fits = matcher(name);
  // What the emitter tells of one customer's webhook is not for another's, who asked for everything.
  const asks = name.startsWith(OWN);
  return { when, name, fits: (event) => fits(event) && (asks || !event.startsWith(OWN)) };
}

/** Without regular expressions: a pattern of many stars takes no longer than one of few. */
function matcher(name: string): (event: string) => boolean {
  if (!name.includes("*")) return (event) => event === name;
  const [head = "", ...rest] = name.split("*");
  const tail = rest.pop() ?? "";
  return (event) => {
    if (!event.startsWith(head) || !event.endsWith(tail)) return false;
    let at = head.length;
    for (const part of rest) {
      const found = event.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at + tail.length <= event.length;
  };
}

function onMistake(text: string): string {
  return `expected before:NAME or after:NAME, got ${JSON.stringify(text)}: what happens on an event is done by handlers`;
}

/** What is wrong with one line of a webhook's `events`; undefined: nothing. Names are null where nobody knows them. */
export function eventMistake(text: string, names: readonly string[] | null): string | undefined {
  if (names === null) return text.startsWith("on:") ? onMistake(text) : undefined;
  const { when, name, fits } = parseEventPattern(text);
  if (names.some(fits)) return undefined;
  const keys = names.flatMap((known) => [`before:${known}`, `after:${known}`]);
  const meant = nearest(text.includes(":") ? text : `${when}:${text}`, keys);
  if (text.startsWith("on:")) return onMistake(text);
  const problem = name.includes("*")
    ? `no event fits ${JSON.stringify(text)}`
    : `there is no event ${JSON.stringify(text)}`;
  const known = meantAndKnown(meant, `the events are ${listed(names)}`);
  return `expected before:NAME or after:NAME, but ${problem}${known}`;
}
