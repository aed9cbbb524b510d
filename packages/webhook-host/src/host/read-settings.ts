import { WebhookConfigError } from "@clustaar/webhook-core/endpoint";
import type { HostPlugin } from "./plugin.ts";

/**
 * Checks the settings of a plugin against its schema.
 *
 * @throws WebhookConfigError `config_invalid`, naming each key that is wrong, never its value.
 */
export async function readSettings(
  { name, settings: schema }: HostPlugin,
  given: unknown,
): Promise<unknown> {
  if (schema === undefined) return given ?? {};
  const result = await schema["~standard"].validate(given ?? {});
  if (result.issues === undefined) return result.value;
  const faults = result.issues.map(({ path = [], message }) => {
    const keys = path.map((part) => String(typeof part === "object" ? part.key : part));
    return `settings.${[name, ...keys].join(".")}: ${message}`;
  });
  throw new WebhookConfigError(faults.join("; "));
}
