import type { CatalogueEntry } from "@clustaar/webhook-emitter";
import { UsageError } from "../failures.ts";
import { didYouMean } from "../nearest.ts";

/** What is sent of an event: its media type and its JSON Schema. */
export interface BodySchema {
  readonly event: string;
  readonly contentType: string;
  readonly deprecated: string | true | null;
  readonly schema: Record<string, unknown>;
}

/** What emitters send, where neither they nor the webhook say otherwise. */
const CONTENT_TYPE = "application/vnd.opsani.servo-webhooks+json";

/**
 * Writes the JSON Schema of the body that webhooks get for `after:measure` or `before:measure`.
 *
 * @throws UsageError when there is no such event.
 */
export function bodySchema(catalogue: readonly CatalogueEntry[], key: string): BodySchema {
  const names = catalogue.map(({ name }) => name);
  const [, when = "after", rest] = /^(before|after):(.*)$/s.exec(key) ?? [];
  const name = rest ?? key;
  const found = catalogue.find((entry) => entry.name === name);
  if (!found) {
    const keys = rest === undefined ? names : names.map((one) => `${when}:${one}`);
    throw new UsageError(
      `there is no event "${key}"${didYouMean(key, keys)}; the events are ${names.join(", ")}`,
    );
  }
  const event = `${when}:${name}`;
  const value = found.result === null ? {} : embedded(name, "result", found.result);
  const results = {
    type: "array",
    items: {
      type: "object",
      properties: { connector: { type: "string" }, value },
      required: ["connector", "value"],
    },
  };
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: event,
    ...(found.description === null ? {} : { description: found.description }),
    ...(found.deprecated === null ? {} : { deprecated: true }),
    type: "object",
    properties: {
      event: { const: event },
      created_at: { type: "string", format: "date-time" },
      input: found.input === null ? {} : embedded(name, "input", found.input),
      results: when === "before" ? { type: "null" } : results,
    },
    required: ["event", "created_at", "input", "results"],
  };
  return { event, contentType: CONTENT_TYPE, deprecated: found.deprecated, schema };
}

/** With an id of its own, so that `#/$defs/...` inside goes on meaning its own. */
function embedded(name: string, part: string, schema: object): Record<string, unknown> {
  const $id = `urn:clustaar:event:${encodeURIComponent(name)}:${part}`;
  return { $id, ...schema };
}
