import { WebhookConfigError } from "@clustaar/webhook-core";
import { checkText } from "@clustaar/webhook-core/endpoint";
import { type DeliveredTrigger, type Trigger, triggerName } from "../triggers.ts";

/** A subscription as Preservica describes it, without its secret. */
export interface PreservicaSubscription {
  /** What `unsubscribe` takes; 32 hexadecimal digits. */
  readonly id: string;
  /** The URL that receives the deliveries, with its tag. */
  readonly url: string;
  /** The trigger by its wire name. */
  readonly triggerType: string;
  /** The trigger by its name, or by its wire name if it is not in the table. */
  readonly trigger: Exclude<DeliveredTrigger, null>;
  /** Whether deliveries show the identifiers of their entities. */
  readonly includeIdentifiers?: boolean;
  /** Fields that are not known here are kept as they came. */
  readonly [field: string]: unknown;
}

/** What {@link PreservicaWebhooks.subscribe} takes. */
export interface SubscribeOptions {
  /** Where Preservica reaches the receiver: a public http or https URL without a `#fragment`. */
  readonly url: string;
  /** The trigger, by either of its names. */
  readonly trigger: Trigger;
  /** The secret that the receiver has; undefined (a missing environment variable) throws. */
  readonly secret: string | undefined;
  /** Adds `trigger=NAME` to the URL, so that the receiver knows the trigger of a delivery; default true. */
  readonly tag?: boolean;
  /** Aborts the call: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The URL to subscribe, with the tag that tells its deliveries apart.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function subscribedUrl(given: string, tag: string | null): string {
  checkText("subscribe: url", given);
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw new WebhookConfigError(
      "subscribe: url: expected an absolute URL such as https://example.com/preservica, got something else",
    );
  }
  if (!/^https?:$/.test(url.protocol)) {
    throw new WebhookConfigError(
      `subscribe: url: expected http or https, got ${url.protocol.slice(0, -1)}`,
    );
  }
  if (url.searchParams.has("challengeCode")) {
    throw new WebhookConfigError(
      "subscribe: url: expected no challengeCode in it, got one; Preservica adds its own, and two are refused",
    );
  }
  if (given.includes("#")) {
    throw new WebhookConfigError(
      "subscribe: url: expected no #fragment in it, got one; no HTTP request carries a fragment, so the receiver would never see it: leave it out",
    );
  }
  if (tag === null) return given;
  if (url.searchParams.has("trigger")) url.searchParams.set("trigger", tag);
  // Appended as text, so that the rest of the query stays as it was written.
  else url.search = `${url.search}${url.search === "" ? "?" : "&"}trigger=${tag}`;
  return url.href;
}

/** Reads a subscription; nothing when it has no id. What the answer leaves out is taken from what was sent. */
export function subscriptionOf(
  json: unknown,
  sent: { url?: string; triggerType?: string } = {},
): PreservicaSubscription | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const { secret: _, ...fields } = json as Record<string, unknown>;
  const { id, url, triggerType, includeIdentifiers: flag } = fields;
  if (typeof id !== "string" && typeof id !== "number") return undefined;
  const wire = typeof triggerType === "string" ? triggerType : (sent.triggerType ?? "");
  return {
    ...fields,
    id: String(id),
    url: typeof url === "string" ? url : (sent.url ?? ""),
    triggerType: wire,
    trigger: triggerName(wire) ?? wire,
    // It travels as a text in one direction, so it may in the other.
    ...(flag === undefined ? {} : { includeIdentifiers: String(flag) === "true" }),
  };
}
