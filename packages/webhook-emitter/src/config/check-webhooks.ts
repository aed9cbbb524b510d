import { WebhookConfigError } from "@clustaar/webhook-core";
import { checkOptions, kindOf } from "@clustaar/webhook-core/endpoint";
import { ownEvents } from "../emitter/core.ts";
import { readDocument } from "./read-document.ts";
import { shownUrl } from "./read-url.ts";

/** What `checkWebhooks` takes besides the text. */
export interface CheckWebhooksOptions {
  /** The file's name, for messages. Default `webhooks.yaml`. */
  readonly file?: string;
  /** The names of the events that exist; left out: any name will do. */
  readonly events?: readonly string[];
  /** Environment variables, for `${NAME}` and for keys that are absent. Default those of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A webhook of a configuration, without its secrets. */
export interface CheckedWebhook {
  /** Its name; null: it has none. */
  readonly name: string | null;
  /** Its events, as they were written. */
  readonly events: readonly string[];
  /** Where it is sent, without user, password and query. */
  readonly url: string;
}

/**
 * Checks a configuration's text, and lists its webhooks; nothing is opened or sent.
 *
 * @throws WebhookConfigError `config_invalid` for an option that cannot work.
 * @throws EmitterError `config_invalid` with every mistake: file, line, key, what was expected and the nearest key.
 *
 * @example
 * ```ts
 * import { checkWebhooks } from "@clustaar/webhook-emitter";
 *
 * const text = "webhooks: [{ events: 'after:measure', url: 'https://example.com/hook?key=1', secret: s3cr3t }]";
 * console.log(checkWebhooks(text, { events: ["measure"] }));
 * // => [{ name: null, events: ["after:measure"], url: "https://example.com/hook" }]
 * ```
 */
export function checkWebhooks(text: string, options: CheckWebhooksOptions = {}): CheckedWebhook[] {
  if (typeof text !== "string") {
    throw new WebhookConfigError(
      `checkWebhooks: expected a configuration's text, got ${kindOf(text)}`,
    );
  }
  checkOptions("checkWebhooks", options, ["file", "events", "env"]);
  const { file = "webhooks.yaml", events, env = process.env } = options;
  const names = events === undefined ? null : [...events, ...ownEvents];
  return readDocument(text, { file, names, env }).map(({ name, events, url }) => ({
    name,
    events,
    url: shownUrl(url),
  }));
}
