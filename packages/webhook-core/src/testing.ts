import {
  type Input,
  type Interlocutor,
  interlocutor,
  request as notificationModel,
  type Step,
  type StepReachedResponse,
  schemas,
  step,
  stepReached as stepReachedEvent,
} from "@clustaar/schemas";
import type { Endpoint, WebhookRequest } from "./endpoint.ts";
import { checkOptions } from "./internal/options.ts";
import { clustaar } from "./signatures/index.ts";

/**
 * What {@link stepReached} is to have otherwise than by default, in the words of the models.
 *
 * @example
 * ```ts
 * import { stepReached, type StepReachedOverrides } from "@clustaar/webhook-core/testing";
 *
 * const overrides: StepReachedOverrides = { channel: "facebook", session: { name: "tintin" } };
 * console.log(stepReached(overrides).topic); // "conversation.step_reached"
 * ```
 */
export interface StepReachedOverrides {
  readonly botId?: string;
  /** Seconds since 1970. */
  readonly timestamp?: number;
  readonly channel?: string;
  readonly step?: Partial<Step>;
  /** The values of the session, or a session model: `{ values }`. */
  readonly session?: Record<string, unknown>;
  readonly interlocutor?: Partial<Interlocutor>;
  readonly input?: Input;
}

/**
 * Builds a valid `conversation.step_reached` notification as the platform sends it: JSON by the wire's own keys.
 *
 * @example
 * ```ts
 * import { sendTextAction } from "@clustaar/webhook-core";
 * import { stepReached } from "@clustaar/webhook-core/testing";
 *
 * const notification = stepReached({ step: { actions: [sendTextAction({ alternatives: ["Hi"] })] } });
 * console.log(notification.botID); // "507f1f77bcf86cd799439011"
 * ```
 */
export function stepReached(overrides: StepReachedOverrides = {}): Record<string, unknown> {
  const known = ["botId", "timestamp", "channel", "step", "session", "interlocutor", "input"];
  checkOptions("stepReached", overrides, known);
  checkModel("stepReached: step", overrides.step, schemas.webhook_step);
  checkModel("stepReached: interlocutor", overrides.interlocutor, schemas.webhook_interlocutor);
  const event = stepReachedEvent({
    channel: overrides.channel ?? "customer_chat",
    interlocutor: interlocutor({
      id: "507f191e810c19729de860eb",
      remoteId: "42",
      location: null,
      email: "tintin@moulinsart.example",
      firstName: "Tintin",
      lastName: null,
      phoneNumber: null,
      customAttributes: {},
      ...overrides.interlocutor,
    }),
    session: { values: valuesOf(overrides.session ?? {}) },
    step: step({
      id: "507f191e810c19729de860ea",
      name: "A step",
      userData: "{}",
      actions: [],
      ...overrides.step,
    }),
    input: overrides.input ?? { type: "message", text: "Hello", attachments: [] },
  });
  const model = notificationModel({
    topic: "conversation.step_reached",
    botId: overrides.botId ?? "507f1f77bcf86cd799439011",
    timestamp: overrides.timestamp ?? Math.floor(Date.now() / 1000),
    event,
  });
  return schemas.webhook_request.encode(model) as Record<string, unknown>;
}

/**
 * How {@link signedRequest} makes its request.
 *
 * @example
 * ```ts
 * import { signedRequest, type SignedRequestOptions } from "@clustaar/webhook-core/testing";
 *
 * const options: SignedRequestOptions = { privateKey: "s3cr3t", date: null };
 * console.log(signedRequest(options).headers.get("date")); // null
 * ```
 */
export interface SignedRequestOptions {
  /** The JSON body; {@link stepReached} unless set. */
  readonly notification?: unknown;
  /** The raw body, in place of `notification`: for what is no JSON. */
  readonly body?: string | Uint8Array;
  /** Signs the request; unsigned unless set. */
  readonly privateKey?: string;
  /** Says who sends it, as basic credentials. */
  readonly auth?: { readonly username: string; readonly password: string };
  /** The Date header; now unless set, null: none. */
  readonly date?: Date | null;
  /** More headers, or others in place of those made here; names in any case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `POST` unless set. */
  readonly method?: string;
  /** `/` unless set; a query may follow. */
  readonly path?: string;
}

/**
 * A request as `Webhook.handle` takes it, and as `fetch(url, request)` does.
 *
 * @example
 * ```ts
 * import { type SignedRequest, signedRequest } from "@clustaar/webhook-core/testing";
 *
 * const { method, headers, body }: SignedRequest = signedRequest({ privateKey: "s3cr3t" });
 * const request = new Request("http://localhost:3000/", { method, headers, body });
 * console.log(request.headers.has("x-hub-signature")); // true
 * ```
 */
export interface SignedRequest extends WebhookRequest {
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * Makes the request the platform would send, signed when there is a key.
 *
 * @example
 * ```ts
 * import { Webhook } from "@clustaar/webhook-core";
 * import { signedRequest } from "@clustaar/webhook-core/testing";
 *
 * const webhook = new Webhook({ privateKey: "s3cr3t" });
 * webhook.on("conversation.step_reached", () => {});
 * console.log((await webhook.handle(signedRequest({ privateKey: "s3cr3t" }))).status); // 200
 * console.log((await webhook.handle(signedRequest({ privateKey: "another" }))).status); // 401
 * ```
 */
export function signedRequest(options: SignedRequestOptions = {}): SignedRequest {
  checkOptions("signedRequest", options, REQUEST_OPTIONS);
  const { privateKey, auth, date = new Date(), headers, method = "POST", path = "/" } = options;
  const body = bytesOf(options.body ?? JSON.stringify(options.notification ?? stepReached()));
  const all = new Headers({ "content-type": "application/json" });
  if (date !== null) all.set("date", date.toUTCString());
  if (privateKey !== undefined) {
    all.set("x-hub-signature", signatureOf(body, date, privateKey));
  }
  if (auth !== undefined) {
    const token = Buffer.from(`${auth.username}:${auth.password}`).toString("base64");
    all.set("authorization", `Basic ${token}`);
  }
  for (const [name, value] of Object.entries(headers ?? {})) all.set(name, value);
  const { pathname, searchParams } = new URL(path, "http://localhost");
  return {
    method,
    path: pathname,
    query: searchParams,
    headers: all,
    body,
  };
}

/**
 * How {@link simulate} sends its request: as {@link SignedRequestOptions}, or one that is made already.
 *
 * @example
 * ```ts
 * import { signedRequest, type SimulateOptions } from "@clustaar/webhook-core/testing";
 *
 * const options: SimulateOptions = { request: signedRequest() };
 * console.log(Object.keys(options)); // ["request"]
 * ```
 */
export interface SimulateOptions extends SignedRequestOptions {
  readonly request?: WebhookRequest;
}

/**
 * What came back from {@link simulate}.
 *
 * @example
 * ```ts
 * import { Webhook } from "@clustaar/webhook-core";
 * import { simulate, type Simulation } from "@clustaar/webhook-core/testing";
 *
 * const simulation: Simulation = await simulate(new Webhook());
 * console.log(simulation.problem?.code); // "no_route"
 * ```
 */
export interface Simulation {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The answer to a step, decoded (so its texts are cleaned); undefined when it is a refusal or another event's. */
  readonly answer: StepReachedResponse | undefined;
  /** The refusal, when there is one. */
  readonly problem: Problem | undefined;
}

/**
 * The body of a refusal (RFC 9457).
 *
 * @example
 * ```ts
 * import { Webhook } from "@clustaar/webhook-core";
 * import { type Problem, simulate } from "@clustaar/webhook-core/testing";
 *
 * const problem: Problem | undefined = (await simulate(new Webhook(), { body: "[]" })).problem;
 * console.log(problem?.detail); // "expected one JSON object in UTF-8, got a list"
 * ```
 */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Sends a request to an endpoint in process, without a socket, and waits for its `waitUntil` work too.
 *
 * @throws whatever `waitUntil` work of an endpoint that does not report failures itself was rejected with.
 *
 * @example
 * ```ts
 * import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";
 * import { simulate, stepReached } from "@clustaar/webhook-core/testing";
 *
 * const webhook = new Webhook();
 * webhook.on("conversation.step_reached", () =>
 *   stepReachedResponse({ actions: [sendTextAction({ alternatives: ["Hello"] })] }),
 * );
 * const { answer } = await simulate(webhook, { notification: stepReached() });
 * console.log(answer?.actions[0]?.type); // "send_text_action"
 * ```
 */
export async function simulate(
  endpoint: Endpoint,
  options: SimulateOptions = {},
): Promise<Simulation> {
  const { request, ...rest } = options;
  const pending: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>) => void pending.push(work);
  const response = await endpoint.handle(request ?? signedRequest(rest), { waitUntil });
  await Promise.all(pending);
  const body = typeof response.body === "string" ? response.body : textOf(response.body);
  const json = jsonOf(body);
  const refused = response.headers["content-type"] === "application/problem+json";
  return {
    status: response.status,
    headers: response.headers,
    body,
    answer: refused ? undefined : answerOf(json),
    problem: refused ? (json as Problem) : undefined,
  };
}

const REQUEST_OPTIONS = [
  "notification",
  "body",
  "privateKey",
  "auth",
  "date",
  "headers",
  "method",
  "path",
];

function signatureOf(body: Uint8Array, date: Date | null, privateKey: string): string {
  if (date === null) return clustaarWithoutDate(body, privateKey);
  const headers = clustaar.sign({ body, timestamp: date.getTime() }, privateKey);
  return headers["x-hub-signature"] ?? "";
}

/** The platform signs the text `date=None` when there is no Date header. */
function clustaarWithoutDate(body: Uint8Array, privateKey: string): string {
  const mac = clustaar.prepareKey(privateKey).mac("date=None\n", body, "hex");
  return `sha1=${mac}`;
}

function answerOf(json: unknown): StepReachedResponse | undefined {
  const looksRight = typeof json === "object" && json !== null && "actions" in json;
  if (!looksRight) return undefined;
  try {
    return schemas.webhook_step_reached_response.decode(json);
  } catch {
    // Another event's answer may have actions of its own kind.
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bytesOf(body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
}

/** Refuses a key that the model does not have: a typing error would silently leave the default. */
function checkModel(what: string, model: object | undefined, { fields }: { fields: Fields }): void {
  if (model === undefined) return;
  const names = Object.entries(fields).map(([key, { spec }]) => spec.presence.as ?? key);
  checkOptions(what, model, [...names, "extra"]);
}

type Fields = (typeof schemas.card)["fields"];

/** Takes a session model for its values. */
function valuesOf(session: Record<string, unknown>): Record<string, unknown> {
  const { values, ...rest } = session;
  const isModel = Object.keys(rest).length === 0 && typeof values === "object" && values !== null;
  return isModel ? (values as Record<string, unknown>) : session;
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}
