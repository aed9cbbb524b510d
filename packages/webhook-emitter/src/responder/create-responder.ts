import type { WebhookRequest } from "@clustaar/webhook-core";
import { WebhookConfigError, WebhookError } from "@clustaar/webhook-core";
import {
  checkBodyLimit,
  checkContentEncoding,
  checkFunction,
  checkMethod,
  checkNumber,
  checkOptions,
  createEndpoint,
  kindOf,
  type ObservableEndpoint,
  parseJsonObject,
  type WebhookResponse,
} from "@clustaar/webhook-core/endpoint";
import {
  type HmacKey,
  type PreparedKey,
  servo,
  standardWebhooks,
} from "@clustaar/webhook-core/signatures";
import { CANCEL_TYPE, PATCH_TYPE } from "../emitter/before.ts";
import { challengeResponse, PING } from "../sending/ping.ts";
import { isAsymmetric, secretBytes, secretMistake } from "../sending/secrets.ts";

/** What a responder's handler is given. */
export interface ResponderContext {
  /** With its preposition: `before:adjust`. */
  readonly event: string;
  /** What the event is about. */
  readonly input: unknown;
  /** What the handlers gave; null before the event. */
  readonly results: readonly { readonly connector: string; readonly value: unknown }[] | null;
  /** When it was sent, as it was written. */
  readonly createdAt: string;
  /** The id of the message, the same for each attempt; null where none was sent. */
  readonly id: string | null;
  /** The request as it came. */
  readonly request: WebhookRequest;
}

const answer = Symbol("responder answer");

/** What a handler may return: {@link cancel}, {@link amend}, or nothing. */
export interface ResponderAnswer {
  readonly [answer]: true;
  /** The media type it is sent with. */
  readonly contentType: string;
  /** What it is sent as. */
  readonly body: unknown;
}

/** Handles one event; what it throws is answered with 500, and the event goes on or not as the emitter says. */
export type ResponderHandler = (
  context: ResponderContext,
) => ResponderAnswer | undefined | Promise<ResponderAnswer | undefined>;

/** What {@link createResponder} takes. */
export interface ResponderOptions {
  /** What requests are signed with, or the public key (`whpk_`) of who signs with a `whsk_` one; several during a rotation. */
  readonly secret: string | readonly string[];
  /** The largest body that is taken, in bytes. Default 1 MiB. */
  readonly maxBody?: number;
  /** How far the signed time may be from now, in seconds, where there is one. Default 300. */
  readonly tolerance?: number;
}

/** An endpoint that answers an emitter's webhooks; every adapter mounts it. */
export interface Responder extends ObservableEndpoint {
  /** Handles an event, such as `before:adjust`; a name may end in `*`. The first that fits is called. */
  on(event: string, handler: ResponderHandler): this;
}

/**
 * Cancels the event, from a handler of `before:`.
 *
 * @throws WebhookConfigError `config_invalid` when the reason is not a text.
 *
 * @example
 * ```ts
 * import { cancel } from "@clustaar/webhook-emitter";
 *
 * console.log(cancel("only between midnight and three").body); // { reason: "only between midnight and three" }
 * ```
 */
export function cancel(reason: string): ResponderAnswer {
  if (typeof reason !== "string" || reason === "") {
    throw new WebhookConfigError(`cancel: expected a reason as text, got ${kindOf(reason)}`);
  }
  return { [answer]: true, contentType: CANCEL_TYPE, body: { reason } };
}

/**
 * Amends the event's input, from a handler of `before:`: a JSON Merge Patch (RFC 7396), in which null takes a key away.
 *
 * @example
 * ```ts
 * import { amend } from "@clustaar/webhook-emitter";
 *
 * console.log(amend({ replicas: 2 }).contentType); // "application/vnd.clustaar.event-patch+json"
 * ```
 */
export function amend(patch: Readonly<Record<string, unknown>>): ResponderAnswer {
  return { [answer]: true, contentType: PATCH_TYPE, body: patch };
}

/**
 * Makes the receiving side of an emitter's webhooks: it verifies the signature, answers `webhook.ping`, and lets handlers cancel or
 * amend what is about to happen.
 *
 * @throws WebhookConfigError `config_invalid` when there is no secret, or one that cannot be used.
 *
 * @example
 * ```ts
 * import { nodeAdapter } from "@clustaar/adapter-node";
 * import { cancel, createResponder } from "@clustaar/webhook-emitter";
 * import { createServer } from "node:http";
 *
 * const responder = createResponder({ secret: "s3cr3t" }).on("before:adjust", ({ input }) => {
 *   console.log("asked about", input);
 *   return cancel("only between midnight and three");
 * });
 * const server = createServer(nodeAdapter(responder));
 * console.log(responder.maxBody); // 1048576
 * server.close();
 * ```
 */
export function createResponder(options: ResponderOptions): Responder {
  checkOptions("createResponder", options, ["secret", "maxBody", "tolerance"]);
  const { maxBody = 1_048_576, tolerance = 300 } = options;
  checkNumber("createResponder: maxBody", maxBody, 0, "bytes");
  checkNumber("createResponder: tolerance", tolerance, 0, "seconds");
  const secrets = readSecrets(options.secret);
  const keys = secrets.map(readKey);
  const handlers: {
    event: string;
    fits: (event: string) => boolean;
    handler: ResponderHandler;
  }[] = [];

  const endpoint = createEndpoint({ maxBody }, async (request, exchange) => {
    checkBodyLimit(request, maxBody);
    checkMethod(request, "POST");
    checkContentEncoding(request);
    const now = exchange.now?.() ?? Date.now();
    // What an inbox took before was verified then.
    if (!exchange.accepted) verify(request, keys, { now, tolerance });
    const body = parseJsonObject(request.body);
    const { event, challenge } = body;
    if (typeof event !== "string") {
      throw new WebhookError("payload_invalid", `event: expected text, got ${kindOf(event)}`);
    }
    exchange.topic = event;
    if (event === PING && challenge !== undefined) {
      const signer = keys.find((key) => isSignedWith(key, request, { now, tolerance }));
      return json(200, "application/json", { challenge_response: pong(challenge, signer?.secret) });
    }
    const found = handlers.find(({ fits }) => fits(event));
    if (!found) throw new WebhookError("no_route", `nothing handles ${JSON.stringify(event)}`);
    const context: ResponderContext = {
      event,
      input: body.input ?? null,
      results: Array.isArray(body.results) ? body.results : null,
      createdAt: String(body.created_at ?? ""),
      id: request.headers.get("webhook-id") ?? null,
      request,
    };
    const handle = async () => {
      const given = await found.handler(context);
      if (given === undefined) return { ...taken, headers: {} };
      if (typeof given !== "object" || given === null || given[answer] !== true) {
        throw new WebhookError(
          "response_invalid",
          `the handler of ${JSON.stringify(event)}: expected cancel(...), amend(...) or nothing, got ${kindOf(given)}`,
        );
      }
      return json(200, given.contentType, given.body);
    };
    if (exchange.accept !== undefined && event.startsWith(BEFORE)) {
      throw new WebhookError("answer_awaited", waitedFor(event));
    }
    return exchange.defer(
      () => ({ ...signedId(request), payload: body, acknowledgement: taken }),
      handle,
    );
  });
  Object.defineProperty(endpoint, "deferrable", {
    enumerable: true,
    get() {
      const asked = handlers.find(({ event }) => event.startsWith(BEFORE));
      return asked ? waitedFor(asked.event) : true;
    },
  });

  const responder: Responder = Object.assign(endpoint, {
    on(event: string, handler: ResponderHandler): Responder {
      if (typeof event !== "string" || !/^(?:before|after|channel):./s.test(event)) {
        throw new WebhookConfigError(
          `responder.on: expected an event with before: or after: in front, got ${JSON.stringify(event)}`,
        );
      }
      checkFunction(`responder.on: the handler of ${event}`, handler);
      const fits = event.endsWith("*")
        ? (name: string) => name.startsWith(event.slice(0, -1))
        : (name: string) => name === event;
      handlers.push({ event, fits, handler });
      return responder;
    },
  });
  return responder;
}

/** Events whose answer decides whether they happen. */
const BEFORE = "before:";

/** How a message is answered that needs no answer. */
const taken: WebhookResponse = { status: 204, headers: {}, body: "" };

function waitedFor(event: string): string {
  return `the sender of ${JSON.stringify(event)} waits for what its handler says: it cannot be acknowledged first; mount its responder without an inbox`;
}

/** The id of the message, where it is signed: nobody else can choose it. */
function signedId({ headers }: WebhookRequest): { id?: string } {
  const id = headers.get("webhook-signature") ? headers.get("webhook-id") : undefined;
  return id ? { id } : {};
}

/** One secret, prepared for what it can verify. */
interface ResponderKey {
  readonly secret: string;
  readonly standard: PreparedKey;
  /** Undefined: a public key verifies nothing of servo's. */
  readonly servo: HmacKey | undefined;
}

function readKey(secret: string): ResponderKey {
  if (isAsymmetric(secret)) {
    return { secret, standard: standardWebhooks.prepareKey(secret), servo: undefined };
  }
  const bytes = secretBytes(secret);
  return {
    secret,
    standard: standardWebhooks.prepareKey(bytes),
    servo: servo.prepareKey(bytes),
  };
}

/** The time is signed in one of the two schemes only, so that one is asked for first. */
function verify(
  request: WebhookRequest,
  keys: readonly ResponderKey[],
  options: { readonly now: number; readonly tolerance: number },
): void {
  const shared = keys.flatMap((key) => key.servo ?? []);
  if (request.headers.get("webhook-signature") || shared.length === 0) {
    const standard = keys.map((key) => key.standard);
    standardWebhooks.verify(request, standard, options);
  } else servo.verify(request, shared);
}

/** During a rotation the two sides may be one step apart. */
function isSignedWith(
  key: ResponderKey,
  request: WebhookRequest,
  options: { readonly now: number; readonly tolerance: number },
): boolean {
  try {
    verify(request, [key], options);
    return true;
  } catch {
    return false;
  }
}

/** @throws WebhookError `payload_invalid` for a challenge that is not one: not every text is signed. */
function pong(challenge: unknown, secret = ""): string {
  try {
    return challengeResponse(challenge as string, secret);
  } catch (cause) {
    throw new WebhookError("payload_invalid", "challenge: expected one of webhook.ping", { cause });
  }
}

function readSecrets(secret: unknown): string[] {
  const list = Array.isArray(secret) ? secret : [secret];
  if (list.length === 0)
    throw new WebhookConfigError("createResponder: secret: expected a secret, got an empty list");
  for (const one of list) {
    const mistake =
      typeof one !== "string"
        ? `expected a secret as text, got ${kindOf(one)}; is an environment variable not set?`
        : one.startsWith("whsk_")
          ? "expected a shared secret or a public key (whpk_); a private key belongs to the sender"
          : one.startsWith("whpk_")
            ? undefined
            : secretMistake(one);
    if (mistake !== undefined) throw new WebhookConfigError(`createResponder: secret: ${mistake}`);
  }
  return list;
}

function json(status: number, type: string, body: unknown): WebhookResponse {
  return { status, headers: { "content-type": type }, body: JSON.stringify(body) };
}
