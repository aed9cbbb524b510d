import { randomBytes } from "node:crypto";

/**
 * Makes a secret for a subscription: 32 random bytes as 64 hexadecimal digits, so that quoting in a shell, a file or
 * pyPreservica cannot change it. Keep it where both the receiver and the subscribing program find it.
 *
 * @example
 * ```ts
 * import { createSecret } from "@clustaar/webhook-preservica";
 *
 * console.log(createSecret().length); // 64
 * ```
 */
export function createSecret(): string {
  return randomBytes(32).toString("hex");
}
