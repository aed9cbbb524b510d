import {
  isSchemaError,
  type Schema,
  schemas,
  type WebhookNotification,
  type WebhookNotificationSchema,
} from "@clustaar/schemas";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { type ErrorIssue, WebhookConfigError, WebhookError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { pathText } from "../endpoint/problem.ts";
import { jsonIssues } from "./json-issues.ts";

/** How one topic's payload is read and how its handler's answer is written. */
export interface EventCodec<Payload, Answer> {
  /** Whether a handler that returns nothing has most likely forgotten to. */
  readonly expectsAnswer: boolean;
  /** Whether the sender waits for what the answer says, so that no acknowledgement can stand in for it. */
  readonly isAwaited: boolean;
  /**
   * Refuses a body that filters cannot be asked about, since it lacks what every body of the topic has.
   *
   * @throws WebhookError `payload_invalid`
   */
  requireEvent?(json: Record<string, unknown>): void;
  /** @throws WebhookError `payload_invalid` */
  decode(json: Record<string, unknown>): Payload | Promise<Payload>;
  /** Notes what came in, before a handler can change it; handed to `encode`. */
  received(payload: Payload): unknown;
  /**
   * Gives the answer's JSON value; `undefined` is a handler that returned nothing.
   *
   * @throws WebhookError `response_invalid`
   */
  encode(answer: Answer | undefined, payload: Payload, received: unknown): unknown;
}

/** What a schema reads: a model, if it is one of ours; the envelope does not say what any other topic carries. */
export type ReadBy<S extends StandardSchemaV1> = S extends WebhookNotificationSchema
  ? WebhookNotification<unknown>
  : S extends Schema<string, infer Model>
    ? Model
    : StandardSchemaV1.InferOutput<S>;

/** What a schema writes: a model, if it is one of ours. */
export type WrittenBy<S extends StandardSchemaV1> =
  S extends Schema<string, infer Model> ? Model : StandardSchemaV1.InferInput<S>;

/** Reads the platform's envelope; one topic's codec stands on it. */
export function readNotification<Event>(
  topic: string,
): (json: Record<string, unknown>) => WebhookNotification<Event> {
  const read = decoderOf(topic, schemas.webhook_request);
  // The envelope reads the event of a topic by that topic's schema.
  return read as (json: Record<string, unknown>) => WebhookNotification<Event>;
}

/** Reads and writes with the schemas that `defineEvent` was given, any Standard Schema or ours. */
export function schemaCodec(
  topic: string,
  schema: StandardSchemaV1,
  answerSchema: StandardSchemaV1 | undefined,
): EventCodec<unknown, unknown> {
  checkSchema(`defineEvent("${topic}"): schema`, schema);
  if (answerSchema !== undefined) checkSchema(`defineEvent("${topic}"): answer`, answerSchema);
  return {
    expectsAnswer: false,
    isAwaited: answerSchema !== undefined,
    decode: decoderOf(topic, schema),
    received: () => undefined,
    encode: encoderOf(answerSchema),
  };
}

function decoderOf(topic: string, schema: StandardSchemaV1): (json: unknown) => unknown {
  if (!isOurs(schema)) {
    return async (json) => {
      const result = await schema["~standard"].validate(json);
      if (result.issues === undefined) return result.value;
      throw payloadInvalid(topic, result.issues.map(plainIssue));
    };
  }
  return (json) => {
    try {
      return schema.decode(json);
    } catch (error) {
      if (isSchemaError(error)) throw payloadInvalid(topic, error.issues);
      throw error;
    }
  };
}

function encoderOf(schema: StandardSchemaV1 | undefined): (answer: unknown) => unknown {
  if (schema === undefined) return (answer) => writable(answer === undefined ? {} : answer);
  return async (answer) => {
    const written = isOurs(schema) ? schema.encode(writable(answer)) : answer;
    const result = await schema["~standard"].validate(written);
    if (result.issues === undefined) return writable(result.value);
    throw responseInvalid(result.issues.map(plainIssue));
  };
}

/** Whether a schema is one of `@clustaar/schemas`, whichever copy of it: those read and write models. */
function isOurs(schema: StandardSchemaV1): schema is StandardSchemaV1 & Schema {
  return schema["~standard"].vendor === "clustaar" && "decode" in schema && "encode" in schema;
}

/** Gives a value back that JSON can hold as it is. */
function writable(value: unknown): unknown {
  const issues = jsonIssues(value, []);
  if (issues.length > 0) throw responseInvalid(issues);
  return value;
}

/** 422 with every path. */
function payloadInvalid(topic: string, issues: readonly ErrorIssue[]): WebhookError {
  return new WebhookError("payload_invalid", `the body does not fit ${topic}: ${told(issues)}`, {
    issues,
  });
}

/** 500 with every path, for `onError` only. */
export function responseInvalid(issues: readonly ErrorIssue[], cause?: unknown): WebhookError {
  return new WebhookError(
    "response_invalid",
    `the handler's answer is not valid: ${told(issues)}${issues.some(isTooLong) ? "; shorten(text, limit) and fit(action) cut texts to their limits" : ""}`,
    {
      issues,
      cause,
    },
  );
}

/** As `@clustaar/schemas` says it of a text. */
const TOO_LONG = /^at most \d+ characters?, got \d+$/;

function isTooLong({ message }: ErrorIssue): boolean {
  return TOO_LONG.test(message);
}

/** Issues that a message names; all of them are in `issues`. */
const MOST_TOLD = 20;

function told(issues: readonly ErrorIssue[]): string {
  const first = issues
    .slice(0, MOST_TOLD)
    .map(({ path, message }) => `${pathText(path) || "(whole)"}: ${message}`);
  const more = issues.length - first.length;
  return more > 0 ? `${first.join("; ")}; and ${more} more` : first.join("; ");
}

function plainIssue(issue: StandardSchemaV1.Issue): ErrorIssue {
  const path = (issue.path ?? []).map((part) => {
    const key = typeof part === "object" ? part.key : part;
    return typeof key === "symbol" ? String(key) : key;
  });
  return { path, message: issue.message };
}

function checkSchema(what: string, schema: unknown): void {
  const props: unknown =
    (typeof schema === "object" && schema !== null) || typeof schema === "function"
      ? (schema as Partial<StandardSchemaV1>)["~standard"]
      : undefined;
  if (typeof (props as { validate?: unknown } | undefined)?.validate === "function") return;
  throw new WebhookConfigError(
    `${what}: expected a Standard Schema (zod, valibot, arktype ...), got ${kindOf(schema)} without "~standard"`,
  );
}
