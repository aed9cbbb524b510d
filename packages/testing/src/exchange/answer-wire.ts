import { isObject } from "../internal/is-object.ts";
import type { Exchange } from "./exchange.ts";

/** The answer of an exchange exactly as it came: what was absent is absent. */
export function answerWire({ answer, response }: Exchange): Record<string, unknown> {
  if (answer === undefined) return {};
  const json: unknown = JSON.parse(response.body.replace(/^\uFEFF/, ""));
  return isObject(json) ? json : {};
}
