import { createHash } from "node:crypto";
import {
  type Endpoint,
  type ErrorListener,
  type HostContext,
  WebhookError,
  type WebhookRequest,
  type WebhookResponse,
} from "@clustaar/webhook-core";
import {
  checkBodyLimit,
  checkFunction,
  checkMethod,
  createEndpoint,
  errorReporter,
  problemResponse,
} from "@clustaar/webhook-core/endpoint";
import { checkTrigger, type Trigger, type TriggerName, type triggers } from "../triggers.ts";
import { answerChallenge, challengeCodes } from "./challenge.ts";
import type {
  PreservicaDelivery,
  PreservicaDeliveryHandler,
  PreservicaEventHandler,
} from "./delivery.ts";
import { type EventRoute, handleDelivery, type Outcome } from "./handle-delivery.ts";
import { always, onceEach } from "./once.ts";
import { readPayload, triggerOf } from "./payload.ts";
import {
  type PreservicaReceiverOptions,
  type ReceiverSettings,
  receiverSettings,
} from "./receiver-options.ts";

/** The name that handlers see for a trigger given by either of its names. */
type NameOf<T extends Trigger> = {
  [Name in TriggerName]: T extends Name | (typeof triggers)[Name] ? Name : never;
}[TriggerName];

/**
 * Receives Preservica's webhooks: answers the challenge to a new subscription, proves who sent a delivery, and hands
 * each of its events to the handlers, in order.
 *
 * An {@link Endpoint}: every adapter mounts it. Nothing a client sends makes it reject.
 *
 * @throws {@link WebhookConfigError} `config_invalid` when the secret is missing or empty, or an option is unknown or undefined.
 *
 * @example
 * ```ts
 * import { PreservicaReceiver } from "@clustaar/webhook-preservica";
 * import { deliveryRequest } from "@clustaar/webhook-preservica/testing";
 *
 * const receiver = new PreservicaReceiver({ secret: process.env.PRESERVICA_WEBHOOK_SECRET });
 * receiver.onEvent(({ event, trigger }) => {
 *   console.log(trigger, event.entityRef); // "INDEXED" "a9e1cae8-ea06-4157-8dd4-82d0525b031c"
 * });
 *
 * const { status } = await receiver.handle(
 *   deliveryRequest({
 *     secret: "example-secret",
 *     trigger: "INDEXED",
 *     events: [{ entityRef: "a9e1cae8-ea06-4157-8dd4-82d0525b031c" }],
 *   }),
 * );
 * console.log(status); // 200
 * ```
 */
export class PreservicaReceiver implements Endpoint {
  readonly maxBody: number;
  readonly #settings: ReceiverSettings;
  readonly #reporter = errorReporter();
  readonly #endpoint: Endpoint;
  readonly #deliveries: PreservicaDeliveryHandler[] = [];
  readonly #events: EventRoute[] = [];

  constructor(options: PreservicaReceiverOptions) {
    this.#settings = receiverSettings(options);
    this.maxBody = this.#settings.maxBody;
    this.#endpoint = createEndpoint(
      { maxBody: this.maxBody, reporter: this.#reporter },
      (request, host) => this.#receive(request, host),
    );
  }

  /**
   * Registers a handler for each event of every delivery, those whose trigger nobody knows included.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when the handler is no function.
   *
   * @example
   * ```ts
   * import { PreservicaReceiver } from "@clustaar/webhook-preservica";
   * import { deliveryRequest } from "@clustaar/webhook-preservica/testing";
   *
   * const receiver = new PreservicaReceiver({ secret: "s3cr3t" });
   * receiver.onEvent(({ event, trigger }) => console.log(trigger, event.title)); // "RENAMED" "A map"
   * const events = [{ title: "A map" }];
   * await receiver.handle(deliveryRequest({ secret: "s3cr3t", payload: { triggerType: "RENAMED", events } }));
   * ```
   */
  onEvent(handler: PreservicaEventHandler): this {
    checkFunction("onEvent: handler", handler);
    this.#events.push({ trigger: null, handler });
    return this;
  }

  /**
   * Registers a handler for each event of one trigger, given by either of its names.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when the trigger is not in the table or the handler is no function.
   *
   * @example
   * ```ts
   * import { PreservicaReceiver } from "@clustaar/webhook-preservica";
   * import { deliveryRequest } from "@clustaar/webhook-preservica/testing";
   *
   * const receiver = new PreservicaReceiver({ secret: "s3cr3t" });
   * receiver.on("INDEXED", ({ event }) => console.log(event.entityRef)); // "a9e1cae8-ea06-4157-8dd4-82d0525b031c"
   * receiver.on("MOVED", () => console.log("never reached"));
   * const events = [{ entityRef: "a9e1cae8-ea06-4157-8dd4-82d0525b031c" }];
   * await receiver.handle(deliveryRequest({ secret: "s3cr3t", trigger: "FULL_TEXT_INDEXED", events }));
   * ```
   */
  on<const T extends Trigger>(trigger: T, handler: PreservicaEventHandler<NameOf<T>>): this {
    const name = checkTrigger("on: trigger", trigger);
    checkFunction(`on("${trigger}"): handler`, handler);
    // Called for deliveries of this trigger only, whose name types the handler.
    this.#events.push({ trigger: name, handler: handler as PreservicaEventHandler });
    return this;
  }

  /**
   * Registers a handler for each signed POST, whole, as pyPreservica's `do_WORK` gets it; it is called before the events are handled.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when the handler is no function.
   *
   * @example
   * ```ts
   * import { PreservicaReceiver } from "@clustaar/webhook-preservica";
   * import { deliveryRequest } from "@clustaar/webhook-preservica/testing";
   *
   * const receiver = new PreservicaReceiver({ secret: "s3cr3t" });
   * receiver.onDelivery(({ payload }) => console.log(payload.events.length)); // 2
   * await receiver.handle(deliveryRequest({ secret: "s3cr3t", events: [{}, {}] }));
   * ```
   */
  onDelivery(handler: PreservicaDeliveryHandler): this {
    checkFunction("onDelivery: handler", handler);
    this.#deliveries.push(handler);
    return this;
  }

  /**
   * Hears of every handler that failed, with what it threw as `cause` (of the first 20 of a delivery, then of the number
   * of the others), and of a failing idempotency store; without a listener they are written to `console.error`.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when it is no function.
   *
   * @example
   * ```ts
   * import { PreservicaReceiver } from "@clustaar/webhook-preservica";
   * import { deliveryRequest } from "@clustaar/webhook-preservica/testing";
   *
   * const receiver = new PreservicaReceiver({ secret: "s3cr3t" });
   * receiver.onError((error) => console.log(error.code, error.message)); // "handler_failed" "events/0: no database"
   * receiver.onEvent(() => {
   *   throw new Error("no database");
   * });
   * const { status } = await receiver.handle(deliveryRequest({ secret: "s3cr3t", events: [{}] }));
   * console.log(status); // 500
   * ```
   */
  onError(listener: ErrorListener): this {
    this.#reporter.add(listener);
    return this;
  }

  /**
   * Answers one request; never rejects.
   *
   * @example
   * ```ts
   * import { PreservicaReceiver } from "@clustaar/webhook-preservica";
   * import { challengeRequest } from "@clustaar/webhook-preservica/testing";
   *
   * const receiver = new PreservicaReceiver({ secret: "test" });
   * const { body } = await receiver.handle(challengeRequest("abc123"));
   * console.log(JSON.parse(String(body)).challengeCode); // "abc123"
   * ```
   */
  handle(request: WebhookRequest, host?: HostContext): Promise<WebhookResponse> {
    return this.#endpoint.handle(request, host);
  }

  /** The receive path: limit, method, challenge, verify, parse, handle. */
  async #receive(request: WebhookRequest, host: HostContext | undefined): Promise<WebhookResponse> {
    const { scheme, keys, legacyLatin1, idempotency } = this.#settings;
    checkBodyLimit(request, this.maxBody);
    checkMethod(request, "POST");
    const codes = challengeCodes(request);
    if (codes !== undefined) return answerChallenge(codes, firstOf(keys), legacyLatin1);

    // The scheme signs no time, so there is no clock to ask.
    scheme.verify(request, keys, 0);
    const payload = readPayload(request.body);
    const report = (error: unknown) => this.#reporter.report(error, request);
    const waitUntil = (work: Promise<unknown>) => {
      const kept = Promise.resolve(work).catch(report);
      host?.waitUntil?.(kept);
    };
    const delivery: PreservicaDelivery = {
      id: createHash("sha256").update(request.body).digest("hex"),
      payload,
      trigger: triggerOf(payload, request.query),
      request,
      signal: host?.signal ?? new AbortController().signal,
      waitUntil,
    };
    const outcome = await handleDelivery(
      delivery,
      { deliveries: this.#deliveries, events: this.#events },
      idempotency === null ? always : onceEach(idempotency, { report, waitUntil }),
    );
    return answerFor(outcome, report);
  }
}

const success: Readonly<WebhookResponse> = {
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ success: true }),
};

/** One failure is enough for the platform to send the delivery again. */
function answerFor(
  { failures, pending }: Outcome,
  report: (error: unknown) => void,
): WebhookResponse {
  for (const failure of failures) report(failure);
  if (failures.length > 0) return problemResponse(new WebhookError("handler_failed"));
  if (pending) {
    const detail = "another delivery of the same body is not done yet; send this one again later";
    return problemResponse(new WebhookError("duplicate_pending", detail));
  }
  return { ...success, headers: { ...success.headers } };
}

function firstOf<T>(list: readonly T[]): T {
  return list[0] as T; // `receiverSettings` lets no empty list through
}
