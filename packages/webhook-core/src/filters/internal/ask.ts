import type { WebhookRequest } from "../../endpoint/endpoint.ts";
import type { AnyFilter } from "../types.ts";

/**
 * Asks a filter; throws when it answers anything but true or false, since a promise would pass for true.
 */
export function ask(filter: AnyFilter, json: unknown, request: WebhookRequest): boolean {
  // The types of `on` let only filters of a topic's wire be asked about its bodies.
  const answer: unknown = filter(json as never, request);
  if (typeof answer === "boolean") return answer;
  const got =
    typeof answer === "object" && answer !== null && "then" in answer ? "a promise" : typeof answer;
  throw new TypeError(
    `expected the filter ${filter.name || "(anonymous)"} to answer true or false, got ${got}; a filter is synchronous`,
  );
}
