import type { AnyFilter } from "../filters/index.ts";

/** Names a route by its filters in words, such as `stepId(507f...) and jsonKeyEquals(data.channel)`. */
export function routeName(filters: readonly AnyFilter[]): string {
  if (filters.length === 0) return "any";
  const words = filters.map(filterName).join(" and ");
  return words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME)}...` : words;
}

const LONGEST_NAME = 200;

/** A filter in words; a function written in place has no name, or that of the option it was given as. */
export function filterName({ name }: AnyFilter): string {
  return name === "" || name === "filters" ? "a filter" : name;
}
