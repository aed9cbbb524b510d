import type { AnyFilter } from "../filters/index.ts";

/** Names a route by its filters in words, such as `stepId(507f...) and jsonKeyEquals(data.channel)`. */
export function routeName(filters: readonly AnyFilter[]): string {
  if (filters.length === 0) return "any";
  const words = filters.map(({ name }) => (isTelling(name) ? name : "a filter")).join(" and ");
  return words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME)}...` : words;
}

const LONGEST_NAME = 200;

/** A function written in place has no name, or that of the option it was given as. */
function isTelling(name: string): boolean {
  return name !== "" && name !== "filters";
}
