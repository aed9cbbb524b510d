import { kindOf } from "@clustaar/webhook-core/endpoint";
import { isMapping, type Mistake } from "../config/fields.ts";
import { readWebhook } from "../config/read-webhook.ts";
import type { WebhookSettings } from "../config/settings.ts";
import { EmitterError } from "../errors.ts";
import type { WebhookRecord } from "../stores/records.ts";
import { ActiveWebhook, type TimedSecret, type WebhookDefaults } from "./active-webhook.ts";

/** What the store keeps of a webhook that was registered at run time. */
export interface WebhookDocument {
  /** The settings as they were given, without the secret, with the keys of a file. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The newest first. */
  readonly secrets: readonly TimedSecret[];
}

/** The keys inside of others that are written in camel case in code, too. */
const nested = new Set(["backoff", "oauth", "tls"]);

/** Settings in code, with the keys of a file: `responseChannel` is `response_channel`. */
export function asFileKeys(value: unknown): unknown {
  if (!isMapping(value)) return value;
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => {
      const name = snake(key);
      return [name, nested.has(name) ? asFileKeys(item) : item] as const;
    });
  return Object.fromEntries(entries);
}

function snake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Reads settings that were given in code.
 *
 * @throws EmitterError `config_invalid` with every mistake.
 */
export function readInput(what: string, value: unknown, names: readonly string[]): WebhookSettings {
  const mistakes: Mistake[] = [];
  if (!isMapping(value)) {
    throw new EmitterError("config_invalid", `${what}: expected an object, got ${kindOf(value)}`);
  }
  const settings = readWebhook(asFileKeys(value), [], { names, mistakes });
  if (settings) return settings;
  throw mistakesIn(what, mistakes);
}

/** The error that tells of mistakes in settings that were given in code. */
export function mistakesIn(what: string, mistakes: readonly Mistake[]): EmitterError {
  const lines = mistakes.map(({ path, message }) => {
    const place = path.map(String).join(".");
    return place === "" ? `${what}: ${message}` : `${what}: ${place}: ${message}`;
  });
  return new EmitterError("config_invalid", lines.join("\n"), { issues: mistakes });
}

/** Writes a document for the store. */
export function writeDocument(document: WebhookDocument): string {
  return JSON.stringify(document);
}

/** Reads a document of the store; events that are no longer there are taken as they are. */
export function parseDocument({ document }: WebhookRecord): WebhookDocument {
  return JSON.parse(document) as WebhookDocument;
}

/** A webhook of the store, ready to be used. */
export function activeFromRecord(record: WebhookRecord, defaults: WebhookDefaults): ActiveWebhook {
  const { settings, secrets } = parseDocument(record);
  // Whether its events exist was asked when it was written; a definition that is gone must not stop deliveries.
  const [first] = secrets;
  const value = { ...settings, secret: first?.secret ?? "" };
  const events = Array.isArray(settings.events) ? settings.events : [settings.events];
  const names = events.map((event) => String(event).replace(/^(before|after):/, ""));
  const read = readInput(`webhook ${record.id}`, value, names);
  return new ActiveWebhook(record.id, "store", read, defaults, secrets);
}
