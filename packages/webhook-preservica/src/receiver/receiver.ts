import {
  checkFunction,
  createEndpoint,
  type ErrorListener,
  errorReporter,
  type HostContext,
  type IdleOptions,
  type ObservableEndpoint,
  type ResponseListener,
  type WebhookRequest,
  type WebhookResponse,
} from "@clustaar/webhook-core/endpoint";
import { checkTrigger, type Trigger, type TriggerName, type triggers } from "../triggers.ts";
import type { PreservicaDeliveryHandler, PreservicaEventHandler } from "./delivery.ts";
import type { EventRoute } from "./handle-delivery.ts";
import { type Pipeline, receive } from "./receive.ts";
import { type PreservicaReceiverOptions, receiverSettings } from "./receiver-options.ts";
import { UnhandledWarnings } from "./unhandled-warnings.ts";
import { UnreadDeliveries } from "./unread-deliveries.ts";

/** The name that handlers see for a trigger given by either of its names. */
type NameOf<T extends Trigger> = {
  [Name in TriggerName]: T extends Name | (typeof triggers)[Name] ? Name : never;
}[TriggerName];

/**
 * Receives Preservica's webhooks: answers the challenge to a new subscription, verifies each delivery, and calls the
 * handlers with its events, in order.
 *
 * It is an {@link ObservableEndpoint}: every adapter mounts it. Nothing that a client sends makes it reject.
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
export class PreservicaReceiver implements ObservableEndpoint {
  /** The largest body accepted, in bytes. */
  readonly maxBody: number;
  /** An inbox may acknowledge deliveries before they are handled; challenges are answered at once. */
  readonly deferrable = true;
  readonly #reporter = errorReporter();
  readonly #unread = new UnreadDeliveries();
  readonly #endpoint: ObservableEndpoint;
  readonly #deliveries: PreservicaDeliveryHandler[] = [];
  readonly #events: EventRoute[] = [];

  constructor(options: PreservicaReceiverOptions) {
    const settings = receiverSettings(options);
    const pipeline: Pipeline = {
      settings,
      handlers: { deliveries: this.#deliveries, events: this.#events },
      warnings: new UnhandledWarnings(),
    };
    this.maxBody = settings.maxBody;
    this.#endpoint = createEndpoint(
      { maxBody: this.maxBody, reporter: this.#reporter },
      (request, context) => receive(pipeline, request, context),
    );
  }

  /**
   * Registers a handler for every event, whether or not its delivery names a trigger.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when the handler is not a function.
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
   * Registers a handler for the events of deliveries that name one trigger, given by either of its names. A delivery that
   * names none reaches {@link onEvent} only.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when the trigger is not in the table or the handler is not a function.
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
   * Registers a handler for each signed POST as a whole, as pyPreservica's `do_WORK` gets it; it is called before the
   * events are handled.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when the handler is not a function.
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
   * Called once for each answer, just before it is sent: to deliveries and challenges, refusals, and what an adapter answers
   * itself. A promise it returns is not awaited. Without a listener, 4xx refusals are written to the console, one line each,
   * where `NODE_ENV` is not `production`.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when it is not a function.
   *
   * @example
   * ```ts
   * import { PreservicaReceiver } from "@clustaar/webhook-preservica";
   * import { deliveryRequest } from "@clustaar/webhook-preservica/testing";
   *
   * const receiver = new PreservicaReceiver({ secret: "s3cr3t" }).onEvent(() => {});
   * receiver.onResponse(({ status, topic }) => console.log(status, topic)); // 200 "MOVED"
   * await receiver.handle(deliveryRequest({ secret: "s3cr3t", trigger: "MOVED", events: [{}] }));
   * ```
   */
  onResponse(listener: ResponseListener): this {
    this.#endpoint.onResponse(listener);
    return this;
  }

  /**
   * Called for every handler that failed, with what it threw as `cause` (for the first 20 of a delivery, then once with the
   * number of the others), for a delivery with a valid signature that is refused anyway (400, 413, 415, 422), for an
   * adapter's 5xx and for a failing idempotency store. Without a listener they are written to `console.error`.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when it is not a function.
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

  /**
   * Waits until every delivery is answered and all `waitUntil` work is done. Call it at shutdown, once the server has
   * stopped listening.
   *
   * @param options - `deadline`: milliseconds to wait at most, default 10 s.
   * @returns true, or false when the deadline has passed first.
   *
   * @example
   * ```ts
   * import { PreservicaReceiver } from "@clustaar/webhook-preservica";
   *
   * const receiver = new PreservicaReceiver({ secret: "s3cr3t" });
   * console.log(await receiver.idle({ deadline: 5_000 })); // true
   * ```
   */
  idle(options?: IdleOptions): Promise<boolean> {
    return this.#endpoint.idle(options);
  }

  /**
   * Answers a request that an adapter could not hand over, and calls the listeners for it; never throws.
   *
   * @example
   * ```ts
   * import { rawBodyUnavailable } from "@clustaar/webhook-core/adapter";
   * import { PreservicaReceiver } from "@clustaar/webhook-preservica";
   * import { deliveryRequest } from "@clustaar/webhook-preservica/testing";
   *
   * const receiver = new PreservicaReceiver({ secret: "s3cr3t" });
   * receiver.onError(({ code }) => console.log(code)); // "raw_body_unavailable"
   * const request = deliveryRequest({ secret: "s3cr3t", body: "" });
   * receiver.refuse(rawBodyUnavailable("Mount the receiver before express.json()."), request);
   * ```
   */
  refuse(error: unknown, request: WebhookRequest): WebhookResponse {
    const unread = this.#unread.reportOf(error, request);
    if (unread !== undefined) this.#reporter.report(unread, request);
    return this.#endpoint.refuse(error, request);
  }
}
