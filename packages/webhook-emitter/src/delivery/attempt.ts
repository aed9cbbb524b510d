import type { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import type { SignatureMode } from "../config/settings.ts";
import type { ActiveWebhook } from "../emitter/active-webhook.ts";
import { requestHeaders } from "../sending/request-headers.ts";
import type { AttemptRecord, StoredMessage } from "../stores/records.ts";
import type { EmitterTelemetry } from "../telemetry/emitter-telemetry.ts";
import { type Failure, failureOf } from "../transport/failure.ts";
import { type HeaderList, setHeader } from "../transport/header-list.ts";
import { parseRetryAfter } from "../transport/retry-after.ts";
import type { Answer } from "../transport/send.ts";
import type { Transport } from "../transport/transport.ts";

/** How attempts are made where a webhook says nothing. */
export interface AttemptDefaults {
  /** In milliseconds. */
  readonly timeout: number;
  readonly signature: SignatureMode;
  readonly telemetry: EmitterTelemetry;
}

/** One attempt that was made. */
export interface Attempted {
  readonly record: AttemptRecord;
  /** The headers that were sent; undefined when it was not signed. */
  readonly headers: HeaderList | undefined;
  /** What was answered; undefined when nothing was. */
  readonly answer: Answer | undefined;
  /** What the endpoint asked to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
}

/** Bytes of an answer that are kept. */
const KEPT = 4096;
/** Letters cut in two at the end, or bytes that are not text, must not break a log. */
const decoder = new TextDecoder("utf-8");

/** How one attempt is made. */
export interface AttemptOptions extends AttemptDefaults {
  readonly kind: AttemptRecord["kind"];
  readonly now: () => number;
  readonly signal?: AbortSignal;
  /** Whether the caller waits for it; false: it comes from the queue. */
  readonly awaited?: boolean;
}

type SentMessage = Pick<StoredMessage, "id" | "event" | "body" | "contentType" | "headers">;

/** Sends one message to one webhook, and says how it went; never rejects. */
export async function attempt(
  transport: Transport,
  webhook: ActiveWebhook,
  message: SentMessage,
  options: AttemptOptions,
): Promise<Attempted> {
  const { telemetry } = options;
  const span = telemetry.begin(webhook, message, options.awaited ?? false);
  const startedAt = options.now();
  const started = performance.now();
  let headers: HeaderList | undefined;
  let answer: Answer | undefined;
  let failure: Failure | undefined;
  try {
    headers = headersOf(webhook, message, options.signature, startedAt);
    const traced = telemetry.traceOf(span);
    for (const name in traced) setHeader(headers, name, traced[name] as string);
    answer = await transport.post(webhook.route, {
      headers,
      body: message.body,
      timeout: webhook.settings.timeout ?? options.timeout,
      signal: options.signal,
    });
    failure = failureOfStatus(answer.status);
  } catch (error) {
    failure = failureOf(error, webhook.route.proxy !== null);
  }
  const record: AttemptRecord = {
    kind: options.kind,
    startedAt,
    durationMs: Math.round((performance.now() - started) * 10) / 10,
    ok: failure === undefined,
    counted: failure?.counted ?? true,
    url: webhook.shownUrl,
    status: answer?.status ?? null,
    error: failure ? { code: failure.code, message: failure.message } : null,
    answer: answer ? excerptOf(answer) : null,
  };
  telemetry.end(span, message.event, record);
  return { record, headers, answer, retryAfter: retryAfterOf(answer, options) };
}

function headersOf(
  webhook: ActiveWebhook,
  message: SentMessage,
  mode: SignatureMode,
  now: number,
): HeaderList {
  const { settings } = webhook;
  return requestHeaders({
    message,
    secrets: webhook.secrets(now),
    mode: settings.signature ?? mode,
    base: webhook.baseHeaders,
    contentType: settings.contentType,
    now,
  });
}

function failureOfStatus(status: number): Failure | undefined {
  if (status >= 200 && status < 300) return undefined;
  return {
    code: "status",
    message: `the endpoint answered ${status}${hintOf(status)}`,
    counted: true,
  };
}

function retryAfterOf(answer: Answer | undefined, { now }: AttemptOptions): number | undefined {
  if (answer?.status !== 429 && answer?.status !== 503) return undefined;
  return parseRetryAfter(answer.retryAfter, now());
}

function hintOf(status: number): string {
  return status >= 300 && status < 400
    ? ", and redirects are not followed; write the final address"
    : "";
}

function excerptOf({ body, contentType, truncated }: Answer): AttemptRecord["answer"] {
  if (body.byteLength === 0) return { contentType, excerpt: "", truncated };
  const kept: Buffer = body.subarray(0, KEPT);
  return {
    contentType,
    excerpt: decoder.decode(kept),
    truncated: truncated || body.byteLength > KEPT,
  };
}
