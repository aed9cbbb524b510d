import type { Endpoint } from "@clustaar/webhook-core";
import { UsageError } from "../failures.ts";

/**
 * The endpoint that a module exports: its default export, or the export `webhook`.
 *
 * @throws UsageError when it exports none, saying what to export.
 */
export function endpointOf(module: Record<string, unknown>): Endpoint {
  // CommonJS puts what it exports under `default`.
  const inner = module.default as Record<string, unknown> | undefined;
  for (const candidate of [module.default, module.webhook, inner?.default, inner?.webhook]) {
    if (isEndpoint(candidate)) return candidate;
  }
  const names = Object.keys(module).filter((name) => name !== "default");
  throw new UsageError(
    `the file exports no endpoint${names.length > 0 ? ` (it exports ${names.join(", ")})` : ""}: write \`export const webhook = new Webhook(...)\` or \`export default webhook\`, and mount it in another file`,
  );
}

function isEndpoint(value: unknown): value is Endpoint {
  if (typeof value !== "object" || value === null) return false;
  const { handle, maxBody } = value as Partial<Endpoint>;
  return typeof handle === "function" && typeof maxBody === "number";
}
