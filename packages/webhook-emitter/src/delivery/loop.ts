import type { ActiveWebhook } from "../emitter/active-webhook.ts";
import type { Registry } from "../emitter/registry.ts";
import type { Clock } from "../internal/clock.ts";
import type { Log, LogEntry } from "../internal/log.ts";
import { ClaimLoop, OWN_FAILURE_WAIT } from "../queue/claim-loop.ts";
import { nextTry, withJitter } from "../queue/schedule.ts";
import { Settler } from "../queue/settler.ts";
import type { Claim, Outcome } from "../stores/records.ts";
import type { EmitterStore } from "../stores/store.ts";
import type { Transport } from "../transport/transport.ts";
import { type AttemptDefaults, type Attempted, type AttemptOptions, attempt } from "./attempt.ts";
import type { Health, OwnEventName } from "./health.ts";

/** What the loop works with. */
export interface LoopOptions {
  readonly store: EmitterStore;
  readonly registry: Registry;
  readonly transport: Transport;
  readonly health: Health;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether anybody wants to know of what goes well. */
  readonly logsAll: boolean;
  readonly attempts: AttemptDefaults;
  /** Waits between attempts, in milliseconds. */
  readonly schedule: readonly number[];
  /** Attempts of one webhook that run at a time, where it does not say. */
  readonly concurrency: number;
  /** Attempts of all webhooks that run at a time in this process. */
  readonly maxInFlight: number;
  /** From 0 up to 1. */
  random(): number;
  tell(name: OwnEventName, webhook: ActiveWebhook, facts: Record<string, unknown>): void;
  /** Called with each answer that was a success. */
  onAnswer(webhook: ActiveWebhook, claim: Claim, attempted: Attempted): void;
}

/** How long deliveries of a webhook that this process does not have are left alone, in milliseconds. */
const UNKNOWN_HOLD = 60_000;

/** Claims what is due, sends it, and settles it, until it is stopped. */
export class DeliveryLoop {
  readonly #options: LoopOptions;
  readonly #settler: Settler;
  readonly #claims: ClaimLoop;
  readonly #attempts: Readonly<Record<Claim["kind"], AttemptOptions>>;

  constructor(options: LoopOptions) {
    this.#options = options;
    const { store, clock, log, maxInFlight, registry, concurrency } = options;
    this.#settler = new Settler(store, clock, log);
    this.#claims = new ClaimLoop({
      store,
      clock,
      log,
      maxInFlight,
      broken: { code: "delivery.broken", message: "a delivery could not be handled" },
      fieldsOf,
      work: (claim) => this.#send(claim),
      concurrency: (id) => {
        // One that was too busy is tried with one attempt at a time, so that many of them leave room for the others.
        if (registry.state(id).slow > 0) return 1;
        return registry.get(id)?.settings.concurrency ?? concurrency;
      },
      rate: (id) => registry.get(id)?.settings.rate ?? undefined,
    });
    const { timeout, signature, telemetry } = options.attempts;
    const attempts = { timeout, signature, telemetry, now: () => options.clock.now() };
    this.#attempts = {
      scheduled: { ...attempts, kind: "scheduled" },
      extra: { ...attempts, kind: "extra" },
    };
  }

  get inFlight(): number {
    return this.#claims.inFlight;
  }

  start(): void {
    this.#claims.start();
  }

  /** Leaves the queue to others. */
  claimNothing(): void {
    this.#claims.claimNothing();
  }

  /** Looks for work. */
  wake(): void {
    this.#claims.wake();
  }

  /** Claims nothing more, waits for what runs until the deadline (milliseconds), and hands back what is not done by then. */
  async stop(deadline: number): Promise<{ handedBack: number }> {
    const { transport } = this.#options;
    const abort = () => transport.close(new Error("the emitter is closing"));
    const handedBack = await this.#claims.stop(deadline, abort);
    await this.#settler.flush();
    this.#claims.end();
    return { handedBack };
  }

  /** Sends one claim. */
  async #send(claim: Claim): Promise<void> {
    const known = this.#options.registry.get(claim.webhookId);
    const webhook = known?.settings.enabled ? known : await this.#webhookOf(claim);
    if (!webhook) return;
    const options = this.#attempts[claim.kind];
    const { transport } = this.#options;
    const attempted = await attempt(transport, webhook, claim.message, options);
    if (this.#claims.stopped && !attempted.answer) {
      // Ours was the hand that ended it: it is as if it had not been made.
      await this.#options.store.release([claim.token]);
      return;
    }
    await this.#conclude(claim, webhook, attempted);
  }

  /** The webhook of a claim, if it may be sent to; otherwise the claim is ended here. */
  async #webhookOf(claim: Claim): Promise<ActiveWebhook | undefined> {
    const { registry, store, clock } = this.#options;
    const { webhookId, token } = claim;
    let webhook = registry.get(webhookId);
    if (!webhook) {
      await registry.refresh(true);
      webhook = registry.get(webhookId);
    }
    if (webhook?.settings.enabled) return webhook;
    if (!webhook && webhookId.startsWith("whk_") && !registry.isStored(webhookId)) {
      await this.#settler.settle({
        token,
        next: { state: "cancelled", reason: "its webhook was deleted" },
      });
      return undefined;
    }
    // It may come back: with the next version of its file, or once its settings can be read. Nothing is lost until then.
    const until = clock.now() + UNKNOWN_HOLD;
    await registry.updateState(webhookId, (state) => ({
      ...state,
      heldUntil: Math.max(state.heldUntil ?? 0, until),
    }));
    this.#options.log({
      level: "warn",
      code: "webhook.missing",
      message: `deliveries wait for the webhook ${webhookId}, which ${webhook ? "is switched off" : "is not configured"}`,
      fields: { webhook: webhookId, looked_at_again: new Date(until).toISOString() },
    });
    // The webhook is held, not the delivery: it goes on as soon as the hold is lifted.
    await store.release([token]);
    return undefined;
  }

  async #conclude(claim: Claim, webhook: ActiveWebhook, attempted: Attempted): Promise<void> {
    const { clock, health, log, tell } = this.#options;
    const { record } = attempted;
    const now = clock.now();
    const next = record.ok
      ? ({ state: "delivered" } as const)
      : this.#nextOf(claim, webhook, attempted, now);
    const settled = await this.#settler.settle({ token: claim.token, attempt: record, next });
    if (!record.ok || this.#options.logsAll) log(entryOf(claim, webhook, attempted, next));
    if (record.ok) {
      if (!health.isWell(webhook)) await health.succeeded(webhook, now);
      this.#options.onAnswer(webhook, claim, attempted);
      return;
    }
    await health.failed(webhook, attempted, now);
    if (
      claim.kind === "scheduled" &&
      next.state === "dead" &&
      settled === "dead" &&
      record.status !== 410
    ) {
      if (claim.message.event.startsWith("after:webhook.")) return;
      tell("webhook.exhausted", webhook, {
        delivery: claim.deliveryId,
        message: claim.message.id,
        event: claim.message.event,
        reason: next.reason,
      });
    }
  }

  #nextOf(
    claim: Claim,
    webhook: ActiveWebhook,
    { record, retryAfter }: Attempted,
    now: number,
  ): Outcome["next"] {
    const { schedule, random } = this.#options;
    if (record.status === 410) return { state: "dead", reason: "the endpoint answered 410 Gone" };
    if (!record.counted) {
      return { state: "waiting", at: Math.ceil(now + withJitter(OWN_FAILURE_WAIT, random())) };
    }
    const next = nextTry(webhook.settings.backoff, schedule, {
      attempts: claim.attempts + 1,
      since: claim.scheduledSince,
      now,
      retryAfter,
      random: random(),
    });
    if (typeof next === "number") return { state: "waiting", at: next };
    return { state: "dead", reason: `${next}; at last ${record.error?.message ?? "it failed"}` };
  }
}

function entryOf(
  claim: Claim,
  webhook: ActiveWebhook,
  { record }: Attempted,
  next: Outcome["next"],
): LogEntry {
  const fields = fieldsOf(claim);
  fields.url = record.url;
  fields.status = record.status;
  fields.duration_ms = record.durationMs;
  if (record.ok) {
    const message = `delivered to ${webhook.shown}`;
    return { level: "debug", code: "attempt.delivered", message, fields };
  }
  fields.error = record.error?.code;
  if (next.state === "waiting") fields.next_at = new Date(next.at).toISOString();
  const message = `${webhook.shown}: ${record.error?.message ?? ""}`;
  return { level: "info", code: "attempt.failed", message, fields };
}

function fieldsOf({
  webhookId,
  deliveryId,
  message,
  kind,
  attempts,
}: Claim): Record<string, unknown> {
  return {
    webhook: webhookId,
    delivery: deliveryId,
    message: message.id,
    event: message.event,
    kind,
    attempt: attempts + 1,
  };
}
