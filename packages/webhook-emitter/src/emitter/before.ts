import { Buffer, isUtf8 } from "node:buffer";
import { setMaxListeners } from "node:events";
import { type Attempted, attempt } from "../delivery/attempt.ts";
import type { Health } from "../delivery/health.ts";
import { CancelEventError } from "../events/cancel-event-error.ts";
import { newId } from "../internal/ids.ts";
import type { Transport } from "../transport/transport.ts";
import type { ActiveWebhook } from "./active-webhook.ts";
import type { EmitterSettings } from "./emitter-options.ts";
import { mergePatch } from "./merge-patch.ts";
import type { Publisher } from "./publisher.ts";
import type { Registry } from "./registry.ts";

/** The media type of an answer that cancels. */
export const CANCEL_TYPE = "application/vnd.opsani.servo.errors.CancelEventError+json";
/** The media type of an answer that amends the input. */
export const PATCH_TYPE = "application/vnd.clustaar.event-patch+json";

/** What {@link askBefore} works with. */
export interface BeforeOptions {
  readonly registry: Registry;
  readonly publisher: Publisher;
  readonly transport: Transport;
  readonly health: Health;
  readonly settings: EmitterSettings;
  onAnswer(webhook: ActiveWebhook, attempted: Attempted): void;
}

/**
 * Asks the webhooks of `before:` an event, all at once, and gives the input as they leave it: the same value where none amends it.
 *
 * @throws CancelEventError when one cancels, or cannot be asked where that means cancelling.
 */
export async function askBefore(
  options: BeforeOptions,
  event: string,
  input: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const { registry, publisher, settings } = options;
  const subscribers = registry.subscribers("before", event);
  if (subscribers.length === 0) return input;
  const written = publisher.write(
    `dispatch: the input of ${JSON.stringify(event)}`,
    "before",
    event,
    input,
    null,
  );
  const webhooks = subscribers.filter(
    (webhook) =>
      publisher.misfit(webhook, written.json) === undefined &&
      registry.state(webhook.id).status === "active",
  );
  if (webhooks.length === 0) return input;
  const now = settings.clock.now();
  const message = {
    id: newId("msg", now),
    event: `before:${event}`,
    body: written.bytes,
    contentType: settings.contentType,
    headers: {},
  };
  const cancelled = new AbortController();
  const asking = AbortSignal.any([signal, cancelled.signal]);
  setMaxListeners(0, asking);
  const answers = webhooks.map(async (webhook) => {
    const attempted = await attempt(options.transport, webhook, message, {
      timeout: Math.min(webhook.settings.timeout ?? settings.timeout, settings.beforeMaxTime),
      signature: settings.signature,
      telemetry: settings.telemetry,
      awaited: true,
      kind: "scheduled",
      now: settings.clock.now,
      signal: asking,
    });
    const verdict = await judge(options, event, webhook, attempted);
    return { webhook, verdict };
  });
  try {
    let json: unknown;
    let amended = false;
    for (const answer of answers) {
      const { webhook, verdict } = await answer;
      signal.throwIfAborted();
      if ("cancel" in verdict)
        throw new CancelEventError(verdict.cancel, { event, by: webhook.shown });
      if (!("patch" in verdict)) continue;
      json = mergePatch(
        amended ? json : (written.json() as { input: unknown }).input,
        verdict.patch,
      );
      amended = true;
    }
    return amended ? json : input;
  } finally {
    cancelled.abort(new Error("the event was cancelled"));
    for (const answer of answers) answer.catch(() => {});
  }
}

type Verdict = { readonly cancel: string } | { readonly patch: unknown } | Record<never, never>;

async function judge(
  options: BeforeOptions,
  event: string,
  webhook: ActiveWebhook,
  attempted: Attempted,
): Promise<Verdict> {
  const { settings, health } = options;
  const { record, answer } = attempted;
  const now = settings.clock.now();
  let problem = record.error?.message;
  if (record.ok && answer) {
    await health.succeeded(webhook, now);
    options.onAnswer(webhook, attempted);
    const verdict = answer.status === 200 ? readVerdict(answer, webhook) : {};
    if (typeof verdict !== "string") return verdict;
    problem = verdict;
  } else await health.failed(webhook, attempted, now);
  const onFailure = webhook.settings.onFailure ?? settings.onFailure;
  settings.log({
    level: "warn",
    code: "before.failed",
    message: `before:${event}: ${webhook.shown} could not be asked (${problem}); ${onFailure === "cancel" ? "the event is cancelled" : "the event goes on"}`,
    fields: {
      webhook: webhook.id,
      event,
      url: record.url,
      status: record.status,
      duration_ms: record.durationMs,
    },
  });
  if (onFailure === "proceed") return {};
  return { cancel: `the webhook ${webhook.shown} could not be asked: ${problem}` };
}

/** What an answer says; text says why it cannot be read. */
function readVerdict(
  answer: NonNullable<Attempted["answer"]>,
  webhook: ActiveWebhook,
): Verdict | string {
  const type = answer.contentType?.split(";")[0]?.trim().toLowerCase();
  const cancels = type === CANCEL_TYPE.toLowerCase();
  if (!cancels && type !== PATCH_TYPE) return {};
  const json = parse(answer);
  if (cancels) {
    // An answer of this type means no, whatever else is wrong with it.
    const reason =
      typeof json === "object" && json !== null && "reason" in json ? json.reason : undefined;
    return {
      cancel:
        typeof reason === "string" && reason !== "" ? reason : `cancelled by ${webhook.shown}`,
    };
  }
  return json === undefined ? "its patch is not JSON" : { patch: json };
}

function parse({ body, truncated }: { body: Buffer; truncated: boolean }): unknown {
  if (truncated || !isUtf8(body)) return undefined;
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}
