/**
 * Whether an answer of this status has no body and no length (RFC 9110).
 *
 * @example
 * ```ts
 * import { isBodyless } from "@clustaar/webhook-core/adapter";
 *
 * console.log(isBodyless(204)); // true
 * ```
 */
export function isBodyless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}
