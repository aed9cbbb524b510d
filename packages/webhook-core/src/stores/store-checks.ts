import { WebhookConfigError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { checkFunction } from "../endpoint/option-checks.ts";

const methods = ["claim", "renew", "complete", "release"] as const;

/**
 * Requires a store with all of its methods.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function checkStore(what: string, store: unknown): void {
  const given = Object(store) as Record<string, unknown>;
  for (const method of methods) checkFunction(`${what}.${method}`, given[method]);
}

/**
 * Requires one of the texts that an option takes.
 *
 * @throws WebhookConfigError `config_invalid` naming them, and what came.
 */
export function checkOneOf(what: string, value: unknown, known: readonly string[]): void {
  if (known.includes(value as string)) return;
  const came = typeof value === "string" ? `"${value}"` : kindOf(value);
  const names = known.map((name) => `"${name}"`);
  throw new WebhookConfigError(
    `${what}: expected ${names.slice(0, -1).join(", ")} or ${names.at(-1)}, got ${came}`,
  );
}

/** What may happen while a store is down. */
export const storeErrorPolicies = ["handle", "refuse"] as const;
