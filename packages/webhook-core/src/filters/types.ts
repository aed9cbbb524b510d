import type { WebhookRequest } from "../endpoint/endpoint.ts";

/**
 * Says whether a route takes a request, from its parsed JSON body (any JSON value, which may be one that never fits).
 *
 * It answers at once with true or false, does no I/O and changes nothing. Built-in filters are a {@link JsonFilter}.
 *
 * @example
 * ```ts
 * import type { Filter } from "@clustaar/webhook-core";
 *
 * const fromStaging: Filter = (_json, request) => request.headers.get("x-stage") === "staging";
 * console.log(typeof fromStaging); // "function"
 * ```
 */
export type Filter = (json: unknown, request: WebhookRequest) => boolean;

/**
 * A {@link Filter} that looks at the JSON only, so it can be tried on plain data.
 *
 * @example
 * ```ts
 * import { type JsonFilter, jsonKeyEquals } from "@clustaar/webhook-core";
 *
 * const firstUser: JsonFilter = jsonKeyEquals("user.id", 1);
 * console.log(firstUser({ user: { id: 1 } })); // true
 * ```
 */
export type JsonFilter = (json: unknown, request?: WebhookRequest) => boolean;

/**
 * What `not`, `all` and `any` give: a {@link JsonFilter} when all they combine do without the request, else a {@link Filter}.
 *
 * @example
 * ```ts
 * import { type CombinedFilter, type JsonFilter, not, stepId } from "@clustaar/webhook-core";
 *
 * const other: CombinedFilter<JsonFilter> = not(stepId("507f191e810c19729de860ea"));
 * console.log(other({ data: { step: { id: "1234" } } })); // true
 * ```
 */
export type CombinedFilter<F extends Filter> = [F] extends [JsonFilter] ? JsonFilter : Filter;
