import { randomUUID } from "node:crypto";
import { TextEncoder } from "node:util";
import { checkOptions, checkText } from "@clustaar/webhook-core/endpoint";
import { preservica } from "@clustaar/webhook-core/signatures";
import { checkTrigger, type Trigger, triggers } from "../triggers.ts";
import type { Answer } from "./answer.ts";
import type { PlatformSettings } from "./platform-options.ts";
import type { Publisher, ReceiverAnswer } from "./publisher.ts";

/** A subscription that passed its challenge, as the simulated server keeps it. */
export interface SimulatedSubscription {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** Where deliveries are posted to. */
  readonly url: string;
  /** The trigger by its wire name. */
  readonly triggerType: string;
  /** Whether delivered events show the identifiers of their entities. */
  readonly includeIdentifiers: boolean;
  /** What deliveries are signed with; no answer of the server shows it. */
  readonly secret: string;
}

/** What `SimulatedPreservica.deliver` sends. */
export interface SimulatedDelivery {
  /** The trigger, by either of its names. */
  readonly trigger: Trigger;
  /** The events, in order; default none. */
  readonly events?: readonly Record<string, unknown>[];
  /** When it is sent; default now, in ISO 8601. With the same one a delivery is sent again, byte for byte. */
  readonly timestamp?: string | number;
  /** The whole body as JSON; default `{ subscriptionId, trigger, timestamp, tenant, events }`. */
  readonly payload?: unknown;
  /** Signs with this secret instead of the subscription's. */
  readonly secret?: string;
}

/** The simulation's webhook API. */
export class Subscriptions {
  /** Those that passed their challenge, in order. */
  readonly all: SimulatedSubscription[] = [];
  readonly #settings: PlatformSettings;
  readonly #publisher: Publisher;

  constructor(settings: PlatformSettings, publisher: Publisher) {
    this.#settings = settings;
    this.#publisher = publisher;
  }

  /** `POST /api/webhook/subscriptions` */
  async subscribe(body: string): Promise<Answer> {
    const wanted = readSubscription(body);
    if ("problem" in wanted) {
      return { status: 422, json: { message: "subscription.invalid", detail: wanted.problem } };
    }
    const { url, secret } = wanted;
    const code = this.#settings.challengeCode();
    const problem = await this.#publisher.handshake(new URL(url), secret, code);
    if (problem !== undefined) {
      return { status: 400, json: { message: "challenge.failed", detail: problem } };
    }
    const subscription = { id: randomUUID().replaceAll("-", ""), ...wanted };
    this.all.push(subscription);
    return { status: 200, json: shown(subscription) };
  }

  /** `GET /api/webhook/subscriptions` */
  list(): Answer {
    return { status: 200, json: this.all.map(shown) };
  }

  /** `DELETE /api/webhook/subscriptions/ID` */
  unsubscribe(id: string): Answer {
    const index = this.all.findIndex((subscription) => subscription.id === id);
    if (index < 0) return { status: 404, json: { message: "subscription.unknown" } };
    this.all.splice(index, 1);
    return { status: 204 };
  }

  /** Sends a delivery to every URL that is subscribed to its trigger, to all of them at once. */
  async deliver(delivery: SimulatedDelivery): Promise<ReceiverAnswer[]> {
    const known = ["trigger", "events", "timestamp", "payload", "secret"];
    checkOptions("deliver", delivery, known);
    if ("secret" in delivery) checkText("deliver: secret", delivery.secret);
    const wire = triggers[checkTrigger("deliver: trigger", delivery.trigger)];
    const timestamp = delivery.timestamp ?? new Date(this.#settings.now()).toISOString();
    const targets = this.all.filter(({ triggerType }) => triggerType === wire);
    const answers = targets.map((subscription) => {
      const { payload = this.#payloadOf(subscription, delivery.events ?? [], timestamp) } =
        delivery;
      const body = new TextEncoder().encode(JSON.stringify(payload));
      const signed = preservica.sign(
        { body, timestamp: 0 },
        delivery.secret ?? subscription.secret,
      );
      const headers = { "content-type": "application/json", ...signed };
      return this.#publisher.post(new URL(subscription.url), body, headers);
    });
    return Promise.all(answers);
  }

  #payloadOf(
    { id, triggerType, includeIdentifiers }: SimulatedSubscription,
    events: readonly Record<string, unknown>[],
    timestamp: string | number,
  ): object {
    return {
      subscriptionId: id,
      trigger: triggerType,
      timestamp,
      tenant: this.#settings.tenant,
      events: includeIdentifiers ? events : events.map(({ identifiers: _, ...event }) => event),
    };
  }
}

/** What the server's answers show of a subscription. */
function shown({ secret: _, ...rest }: SimulatedSubscription): object {
  return rest;
}

/** Reads what a client posts, or says what is wrong with it. */
function readSubscription(
  body: string,
): Omit<SimulatedSubscription, "id"> | { readonly problem: string } {
  let json: Record<string, unknown>;
  try {
    json = Object(JSON.parse(body));
  } catch {
    return { problem: "expected JSON" };
  }
  const { url, triggerType, secret, includeIdentifiers = false } = json;
  if (typeof url !== "string" || !/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    return { problem: "url: expected an absolute http or https URL" };
  }
  if (url.includes("#")) return { problem: "url: expected no #fragment: it is never sent" };
  const known = Object.values<unknown>(triggers);
  if (typeof triggerType !== "string" || !known.includes(triggerType)) {
    return { problem: `triggerType: expected one of ${known.join(", ")}` };
  }
  if (typeof secret !== "string" || secret === "") return { problem: "secret: expected a string" };
  // pyPreservica sends the flag as a string.
  if (!/^(true|false)$/.test(String(includeIdentifiers))) {
    return { problem: "includeIdentifiers: expected true or false" };
  }
  return { url, triggerType, includeIdentifiers: String(includeIdentifiers) === "true", secret };
}
