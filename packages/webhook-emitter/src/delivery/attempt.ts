import type { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import type { SignatureMode } from "../config/settings.ts";
import type { ActiveWebhook } from "../emitter/active-webhook.ts";
import { requestHeaders } from "../sending/request-headers.ts";
import type { AttemptRecord, StoredMessage } from "../stores/records.ts";
import type { EmitterTelemetry } from "../telemetry/emitter-telemetry.ts";
import { failureOf } from "../transport/failure.ts";
import { parseRetryAfter } from "../transport/retry-after.ts";
import type { Answer, Stop } from "../transport/send.ts";
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
  readonly headers: Readonly<Record<string, string>> | undefined;
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
  readonly signal?: Stop;
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
  const span = telemetry.begin({
    webhook: webhook.id,
    url: webhook.shownUrl,
    event: message.event,
    messageId: message.id,
    headers: message.headers,
    awaited: options.awaited ?? false,
  });
  const traced = telemetry.traceOf(span);
  const attempted = await make(transport, webhook, message, options, traced);
  telemetry.end(span, message.event, attempted.record);
  return attempted;
}

async function make(
  transport: Transport,
  webhook: ActiveWebhook,
  message: SentMessage,
  options: AttemptOptions,
  traced: Record<string, string>,
): Promise<Attempted> {
  const { settings, route } = webhook;
  const startedAt = options.now();
  const started = performance.now();
  const base = { kind: options.kind, startedAt, url: webhook.shownUrl };
  const lasted = () => Math.round((performance.now() - started) * 10) / 10;
  let headers: Record<string, string> | undefined;
  try {
    headers = requestHeaders({
      message,
      secrets: webhook.secrets(startedAt),
      mode: settings.signature ?? options.signature,
      base: webhook.baseHeaders,
      contentType: settings.contentType,
      now: startedAt,
    });
    Object.assign(headers, traced);
    const answer = await transport.post(route, {
      headers,
      body: message.body,
      timeout: settings.timeout ?? options.timeout,
      signal: options.signal,
    });
    const { status } = answer;
    const ok = status >= 200 && status < 300;
    const record: AttemptRecord = {
      ...base,
      durationMs: lasted(),
      ok,
      counted: true,
      status,
      error: ok
        ? null
        : { code: "status", message: `the endpoint answered ${status}${hintOf(status)}` },
      answer: excerptOf(answer),
    };
    const asked = status === 429 || status === 503 ? answer.retryAfter : undefined;
    return { record, headers, answer, retryAfter: parseRetryAfter(asked, options.now()) };
  } catch (error) {
    const { counted, code, message: text } = failureOf(error, route.proxy !== null);
    const record: AttemptRecord = {
      ...base,
      durationMs: lasted(),
      ok: false,
      counted,
      status: null,
      error: { code, message: text },
      answer: null,
    };
    return { record, headers, answer: undefined, retryAfter: undefined };
  }
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
