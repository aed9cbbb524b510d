import { WebhookConfigError } from "@clustaar/webhook-core";
import { kindOf } from "@clustaar/webhook-core/endpoint";

/**
 * Every trigger of Preservica: the name that pyPreservica's `TriggerType` gives it, and its value on the wire.
 *
 * @example
 * ```ts
 * import { triggers } from "@clustaar/webhook-preservica";
 *
 * console.log(triggers.INDEXED); // "FULL_TEXT_INDEXED"
 * ```
 */
export const triggers = {
  /** An entity was moved to another folder. */
  MOVED: "MOVED",
  /** An entity was ingested, and its thumbnail and full text are there. */
  INDEXED: "FULL_TEXT_INDEXED",
  /** The security tag of an entity changed. */
  SECURITY_CHANGED: "CHANGED_SECURITY_DESCRIPTOR",
  /** An ingest failed. */
  INGEST_FAILED: "INGEST_FAILED",
  /** An asset was shown or hidden. */
  CHANGE_ASSET_VISIBILITY: "CHANGE_ASSET_VISIBILITY",
} as const;

/** The name of a trigger, as handlers see it. */
export type TriggerName = keyof typeof triggers;

/** A trigger by either of its names: `INDEXED` and `FULL_TEXT_INDEXED` are the same one. */
export type Trigger = TriggerName | (typeof triggers)[TriggerName];

/** The trigger of a delivery: a {@link TriggerName}, another text when the platform has a new one, or null when the delivery names none. */
// `string & {}` keeps the known names in an editor's suggestions.
export type DeliveredTrigger = TriggerName | (string & {}) | null;

const names = new Map<string, TriggerName>();
for (const [name, wire] of Object.entries(triggers)) {
  names.set(name, name as TriggerName); // the keys of the table are the names
  names.set(wire, name as TriggerName);
}

/**
 * Gives the name of a trigger for either of its names, and nothing for one that is not in the table.
 *
 * @example
 * ```ts
 * import { triggerName } from "@clustaar/webhook-preservica";
 *
 * console.log(triggerName("FULL_TEXT_INDEXED"), triggerName("INDEXED"), triggerName("RENAMED"));
 * // => "INDEXED" "INDEXED" undefined
 * ```
 */
export function triggerName(text: string): TriggerName | undefined {
  return names.get(text);
}

/** Reads a trigger by either of its names, or throws with the list of all names. */
export function checkTrigger(what: string, trigger: unknown): TriggerName {
  const name = typeof trigger === "string" ? triggerName(trigger) : undefined;
  if (name !== undefined) return name;
  const came = typeof trigger === "string" ? `"${trigger}"` : kindOf(trigger);
  throw new WebhookConfigError(
    `${what}: expected one of ${[...names.keys()].join(", ")}, got ${came}`,
  );
}
