import { WebhookConfigError } from "@clustaar/webhook-core";
import { checkBoolean, checkOptions, checkText } from "@clustaar/webhook-core/endpoint";
import { checkTrigger, triggers } from "../triggers.ts";
import { checkSignal } from "./check-signal.ts";
import { PreservicaError, PreservicaUnsubscribeError } from "./errors.ts";
import type { Session } from "./session.ts";
import {
  type PreservicaSubscription,
  type SubscribeOptions,
  subscribedUrl,
  subscriptionOf,
} from "./subscription.ts";
import type { Answer, Call, Transport } from "./transport.ts";

/** What every call takes. */
export interface PreservicaCallOptions {
  /** Aborts the call: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const path = "/api/webhook/subscriptions";
const accept = { Accept: "application/json" };

/**
 * The webhook subscriptions of a tenancy: what `client.webhooks` is. Every call first makes sure, once a token, that
 * the user may administer webhooks.
 *
 * @example
 * ```ts
 * import { PreservicaClient, type PreservicaWebhooks } from "@clustaar/webhook-preservica";
 * import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
 *
 * const platform = await simulatePreservica();
 * const webhooks: PreservicaWebhooks = new PreservicaClient(platform.credentials).webhooks;
 * for await (const { id } of webhooks.list()) console.log(id);
 * await platform.close();
 * ```
 */
export class PreservicaWebhooks {
  readonly #session: Session;
  readonly #transport: Transport;

  /** @internal Use `client.webhooks`. */
  constructor(session: Session, transport: Transport) {
    this.#session = session;
    this.#transport = transport;
  }

  /**
   * Subscribes a URL to a trigger. Preservica challenges the URL before it answers, so the receiver must be listening.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when an option is missing, unknown or undefined.
   * @throws {@link PreservicaRoleError} when the user may not; {@link PreservicaError} `request_refused` when the challenge
   * was not passed, for instance because the receiver has another secret.
   *
   * @example
   * ```ts
   * import { createServer } from "node:http";
   * import { nodeAdapter } from "@clustaar/adapter-node";
   * import { PreservicaClient, PreservicaReceiver } from "@clustaar/webhook-preservica";
   * import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
   *
   * const secret = "s3cr3t";
   * const server = createServer(nodeAdapter(new PreservicaReceiver({ secret }))).listen(0);
   * const { port } = server.address() as { port: number };
   * const platform = await simulatePreservica();
   * const { webhooks } = new PreservicaClient(platform.credentials);
   *
   * const url = `http://localhost:${port}/`;
   * const subscription = await webhooks.subscribe({ url, trigger: "INDEXED", secret });
   * console.log(subscription.triggerType); // "FULL_TEXT_INDEXED"
   *
   * await platform.close();
   * server.close();
   * ```
   */
  async subscribe(options: SubscribeOptions): Promise<PreservicaSubscription> {
    const known = ["url", "trigger", "secret", "tag", "signal"];
    checkOptions("subscribe", options, known, ["url", "trigger", "secret", "signal"]);
    const { secret, tag = true, signal } = options;
    const name = checkTrigger("subscribe: trigger", options.trigger);
    const url = subscribedUrl(options.url, tag ? name : null);
    checkText("subscribe: secret", secret);
    checkBoolean("subscribe: tag", tag);
    checkSignal("subscribe", signal);

    await this.#session.requireManager(signal);
    const triggerType = triggers[name];
    const call: Call = {
      method: "POST",
      path,
      headers: { ...accept, "Content-Type": "application/json" },
      // pyPreservica sends the flag as a string.
      body: JSON.stringify({ url, triggerType, secret, includeIdentifiers: "true" }),
      secrets: [secret],
      signal,
    };
    const answer = await this.#session.send(call);
    if (answer.status >= 400 && answer.status < 500 && !otherReasons.has(answer.status)) {
      throw this.#transport.error(
        "request_refused",
        call,
        `got ${answer.status}; if the challenge failed, check that the receiver answers at the subscribed URL, and that it has the same secret`,
        answer,
      );
    }
    const json = this.#read(call, answer);
    const subscription = subscriptionOf(json, { url, triggerType });
    if (subscription !== undefined) return subscription;
    const problem =
      "expected the subscription with its id; it was made all the same, and list() shows it";
    throw this.#transport.error("answer_invalid", call, problem, answer);
  }

  /**
   * Lists every subscription of the tenancy.
   *
   * @throws {@link PreservicaRoleError} when the user may not; {@link PreservicaError} when the call fails.
   *
   * @example
   * ```ts
   * import { PreservicaClient } from "@clustaar/webhook-preservica";
   * import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
   *
   * const platform = await simulatePreservica();
   * const preservica = new PreservicaClient(platform.credentials);
   * for await (const { id, url, trigger } of preservica.webhooks.list()) console.log(id, trigger, url);
   * await platform.close();
   * ```
   */
  async *list(options: PreservicaCallOptions = {}): AsyncGenerator<PreservicaSubscription, void> {
    checkOptions("list", options, ["signal"], ["signal"]);
    const { signal } = options;
    checkSignal("list", signal);
    await this.#session.requireManager(signal);
    const call: Call = { method: "GET", path, headers: accept, signal };
    const answer = await this.#session.send(call);
    const json = this.#read(call, answer);
    if (!Array.isArray(json)) {
      throw this.#transport.error("answer_invalid", call, "expected a list", answer);
    }
    for (const item of json) {
      const subscription = subscriptionOf(item);
      if (subscription === undefined) {
        const problem = "expected a list of subscriptions with their ids";
        throw this.#transport.error("answer_invalid", call, problem, answer);
      }
      yield subscription;
    }
  }

  /**
   * Removes one subscription.
   *
   * @throws {@link PreservicaRoleError} when the user may not; {@link PreservicaError} `request_refused`, for instance with
   * status 404 when there is no such subscription.
   *
   * @example
   * ```ts
   * import { PreservicaClient, PreservicaError } from "@clustaar/webhook-preservica";
   * import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
   *
   * const platform = await simulatePreservica();
   * const preservica = new PreservicaClient(platform.credentials);
   * const error = await preservica.webhooks.unsubscribe("42").catch((error: unknown) => error);
   * console.log(error instanceof PreservicaError && error.status); // 404
   * await platform.close();
   * ```
   */
  async unsubscribe(id: string, options: PreservicaCallOptions = {}): Promise<void> {
    checkText("unsubscribe: id", id);
    // A strange id must not turn the path into that of all subscriptions.
    if (/^\.{1,2}$/.test(id)) {
      throw new WebhookConfigError(
        `unsubscribe: id: expected the id of a subscription, got "${id}"`,
      );
    }
    checkOptions("unsubscribe", options, ["signal"], ["signal"]);
    const { signal } = options;
    checkSignal("unsubscribe", signal);
    await this.#session.requireManager(signal);
    const call: Call = {
      method: "DELETE",
      path: `${path}/${encodeURIComponent(id)}`,
      headers: accept,
      signal,
    };
    const answer = await this.#session.send(call);
    // An earlier attempt whose answer was lost had removed it.
    if (answer.status === 404 && answer.tries > 1) return;
    if (answer.status < 200 || answer.status > 299) throw this.#transport.refusal(call, answer);
  }

  /**
   * Removes every subscription of the tenancy, including other people's; continues when one fails.
   *
   * @returns the ids that are gone, including those that somebody else removed meanwhile; none remain.
   * @throws {@link PreservicaUnsubscribeError} `subscriptions_remain` with `removed`, `remaining` and `errors`.
   *
   * @example
   * ```ts
   * import { PreservicaClient } from "@clustaar/webhook-preservica";
   * import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
   *
   * const platform = await simulatePreservica();
   * const preservica = new PreservicaClient(platform.credentials);
   * const { removed, remaining } = await preservica.webhooks.unsubscribeAll();
   * console.log(removed, remaining); // [] []
   * await platform.close();
   * ```
   */
  async unsubscribeAll(
    options: PreservicaCallOptions = {},
  ): Promise<{ removed: string[]; remaining: string[] }> {
    checkOptions("unsubscribeAll", options, ["signal"], ["signal"]);
    checkSignal("unsubscribeAll", options.signal);
    const ids: string[] = [];
    for await (const { id } of this.list(options)) ids.push(id);
    const removed: string[] = [];
    const remaining: string[] = [];
    const errors: unknown[] = [];
    for (const id of ids) {
      try {
        await this.unsubscribe(id, options);
        removed.push(id);
      } catch (error) {
        // Somebody else was faster: it does not remain.
        if (error instanceof PreservicaError && error.status === 404) removed.push(id);
        else {
          remaining.push(id);
          errors.push(error);
        }
      }
    }
    if (remaining.length === 0) return { removed, remaining };
    throw new PreservicaUnsubscribeError({ removed, remaining, errors });
  }

  #read(call: Call, answer: Answer): unknown {
    if (answer.status < 200 || answer.status > 299) throw this.#transport.refusal(call, answer);
    try {
      return JSON.parse(answer.text);
    } catch {
      return undefined; // told by the caller, who knows what was expected
    }
  }
}

/** Refusals that have nothing to do with the challenge. */
const otherReasons = new Set([401, 403, 404, 405, 429]);
