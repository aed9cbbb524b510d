import { TextEncoder } from "node:util";
import type { WebhookRequest } from "@clustaar/webhook-core";
import { checkOptions, checkText } from "@clustaar/webhook-core/endpoint";
import { preservica, preservicaLatin1 } from "@clustaar/webhook-core/signatures";

/** What {@link deliveryRequest} makes a delivery of. */
export interface DeliveryRequestOptions {
  /** What the delivery is signed with. */
  readonly secret: string;
  /** The events, in order; default none. */
  readonly events?: readonly Record<string, unknown>[];
  /** The whole body as JSON; default `{ events }`. */
  readonly payload?: unknown;
  /** The body as it is sent; default the payload's JSON. */
  readonly body?: string | Uint8Array;
  /** Added to the URL, as a subscription with a tag has it. */
  readonly trigger?: string;
  /** Signs the latin-1 bytes, as pyPreservica reads them; default false. */
  readonly legacyLatin1?: boolean;
}

/**
 * Builds a signed delivery as Preservica sends it, for `receiver.handle`.
 *
 * @throws {@link WebhookConfigError} `config_invalid` when the secret is missing or an option is unknown.
 *
 * @example
 * ```ts
 * import { PreservicaReceiver } from "@clustaar/webhook-preservica";
 * import { deliveryRequest } from "@clustaar/webhook-preservica/testing";
 *
 * const receiver = new PreservicaReceiver({ secret: "s3cr3t" });
 * const { status } = await receiver.handle(deliveryRequest({ secret: "wrong", events: [] }));
 * console.log(status); // 401
 * ```
 */
export function deliveryRequest(options: DeliveryRequestOptions): WebhookRequest {
  const known = ["secret", "events", "payload", "body", "trigger", "legacyLatin1"];
  checkOptions("deliveryRequest", options, known);
  const { secret, events = [], payload = { events }, trigger, legacyLatin1 = false } = options;
  checkText("deliveryRequest: secret", secret);
  const { body: given = JSON.stringify(payload) } = options;
  const body = typeof given === "string" ? new TextEncoder().encode(given) : given;
  const scheme = legacyLatin1 ? preservicaLatin1 : preservica;
  return {
    method: "POST",
    path: "/",
    query: new URLSearchParams(trigger === undefined ? {} : { trigger }),
    headers: new Headers({
      "content-type": "application/json",
      ...scheme.sign({ body, timestamp: 0 }, secret),
    }),
    body,
  };
}

/**
 * Builds the challenge to a new subscription as Preservica sends it, for `receiver.handle`.
 *
 * @example
 * ```ts
 * import { challengeRequest } from "@clustaar/webhook-preservica/testing";
 *
 * console.log(challengeRequest("abc123").query.toString()); // "challengeCode=abc123"
 * ```
 */
export function challengeRequest(challengeCode: string): WebhookRequest {
  return {
    method: "POST",
    path: "/",
    query: new URLSearchParams({ challengeCode }),
    headers: new Headers(),
    body: new Uint8Array(),
  };
}
