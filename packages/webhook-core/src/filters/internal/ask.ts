import type { WebhookRequest } from "../../endpoint/endpoint.ts";
import type { AnyFilter } from "../types.ts";

/** What a filter answered, where it is neither true nor false. */
export class WrongVerdict extends TypeError {}

/**
 * Asks a filter; throws when it answers anything but true or false, since a promise would pass for true.
 */
export function ask(filter: AnyFilter, json: unknown, request: WebhookRequest): boolean {
  // The types of `on` let only filters of a topic's wire be asked about its bodies.
  const answer: unknown = filter(json as never, request);
  if (typeof answer === "boolean") return answer;
  const { name } = filter;
  // A function written in place has the name of the option it was given as.
  const which = `the filter ${name === "" || name === "filters" ? "(anonymous)" : name}`;
  const isThenable = typeof answer === "object" && answer !== null && "then" in answer;
  throw new WrongVerdict(
    isThenable
      ? `expected ${which} to answer true or false, got a promise; a filter is synchronous: what takes time belongs in the handler`
      : `expected ${which} to answer true or false, got ${typeof answer}; is a return missing?`,
  );
}
