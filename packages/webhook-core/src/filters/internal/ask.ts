import type { WebhookRequest } from "../../endpoint/endpoint.ts";
import type { Filter } from "../types.ts";

/**
 * Asks a filter; throws when it answers anything but true or false, since a promise would pass for true.
 */
export function ask(filter: Filter, json: unknown, request: WebhookRequest): boolean {
  const answer: unknown = filter(json, request);
  if (typeof answer === "boolean") return answer;
  const got =
    typeof answer === "object" && answer !== null && "then" in answer ? "a promise" : typeof answer;
  throw new TypeError(
    `expected the filter ${filter.name || "(anonymous)"} to answer true or false, got ${got}; a filter is synchronous`,
  );
}
