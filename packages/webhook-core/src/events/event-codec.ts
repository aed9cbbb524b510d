import type { StandardSchemaV1 } from "@standard-schema/spec";
import { type ErrorIssue, WebhookConfigError, WebhookError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/option-checks.ts";
import { pathText } from "../endpoint/problem.ts";

/** How one topic's payload is read and how its handler's answer is written. */
export interface EventCodec<Payload, Answer> {
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

/** Reads and writes with the Standard Schemas that `defineEvent` was given. */
export function schemaCodec<Payload, Answer>(
  topic: string,
  schema: StandardSchemaV1<unknown, Payload>,
  answerSchema: StandardSchemaV1<Answer> | undefined,
): EventCodec<Payload, Answer> {
  checkSchema(`defineEvent("${topic}"): schema`, schema);
  if (answerSchema !== undefined) checkSchema(`defineEvent("${topic}"): answer`, answerSchema);
  return {
    async decode(json) {
      const result = await schema["~standard"].validate(json);
      if (result.issues === undefined) return result.value;
      throw payloadInvalid(topic, result.issues.map(plainIssue));
    },
    received: () => undefined,
    async encode(answer) {
      if (answerSchema === undefined) return answer === undefined ? {} : answer;
      const result = await answerSchema["~standard"].validate(answer);
      if (result.issues === undefined) return result.value;
      throw responseInvalid(result.issues.map(plainIssue));
    },
  };
}

/** 422 with every path. */
export function payloadInvalid(topic: string, issues: readonly ErrorIssue[]): WebhookError {
  return new WebhookError("payload_invalid", `the body does not fit ${topic}: ${told(issues)}`, {
    issues,
  });
}

/** 500 with every path, for `onError` only. */
export function responseInvalid(issues: readonly ErrorIssue[], cause?: unknown): WebhookError {
  return new WebhookError(
    "response_invalid",
    `the handler's answer breaks a limit: ${told(issues)}`,
    {
      issues,
      cause,
    },
  );
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
