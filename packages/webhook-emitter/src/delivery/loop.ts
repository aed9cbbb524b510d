import type { ActiveWebhook } from "../emitter/active-webhook.ts";
import type { Registry } from "../emitter/registry.ts";
import type { Clock } from "../internal/clock.ts";
import type { Log, LogEntry } from "../internal/log.ts";
import type { Claim, Outcome } from "../stores/records.ts";
import type { ClaimRequest, EmitterStore } from "../stores/store.ts";
import type { Transport } from "../transport/transport.ts";
import { type AttemptDefaults, type Attempted, type AttemptOptions, attempt } from "./attempt.ts";
import type { Health, OwnEventName } from "./health.ts";
import { nextTry, withJitter } from "./schedule.ts";
import { Settler } from "./settler.ts";

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

/** How long claims of a shared store hold, in milliseconds; they are renewed three times in that time. */
const LEASE = 15_000;
/** The wait after a failure of our own, in milliseconds. */
const OWN_FAILURE_WAIT = 30_000;
/** How long deliveries of a webhook that this process does not have are left alone, in milliseconds. */
const UNKNOWN_HOLD = 60_000;
/** The waits after the store has failed, in milliseconds. */
const STORE_WAITS = [100, 500, 1_000, 5_000];

/** Claims what is due, sends it, and settles it, until it is stopped. */
export class DeliveryLoop {
  readonly #options: LoopOptions;
  readonly #settler: Settler;
  /** The tokens of what is being attempted; nothing else, since what a set has held lives as long as its old tables. */
  readonly #running = new Set<string>();
  readonly #attempts: Readonly<Record<Claim["kind"], AttemptOptions>>;
  #stopped = false;
  #whenDone: (() => void) | undefined;
  #state: "idle" | "pumping" | "again" | "stopping" = "idle";
  #cancelTimer: (() => void) | undefined;
  #cancelRenewal: (() => void) | undefined;
  #storeFailures = 0;
  #pump: Promise<void> = Promise.resolve();

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#settler = new Settler(options.store, options.clock, options.log);
    const { timeout, signature, telemetry } = options.attempts;
    const attempts = { timeout, signature, telemetry, now: () => options.clock.now() };
    this.#attempts = {
      scheduled: { ...attempts, kind: "scheduled" },
      extra: { ...attempts, kind: "extra" },
    };
  }

  get inFlight(): number {
    return this.#running.size;
  }

  start(): void {
    if (this.#options.store.claims === "shared") this.#renewLater();
    this.wake();
  }

  /** Leaves the queue to others. */
  claimNothing(): void {
    this.#state = "stopping";
  }

  /** Looks for work once the event loop is through with what has come in, or as soon as what is being looked for is done. */
  wake(): void {
    if (this.#state === "idle") {
      this.#state = "pumping";
      this.#pump = this.#run();
    } else if (this.#state === "pumping") this.#state = "again";
  }

  /** Claims nothing more, waits for what runs until the deadline (milliseconds), and hands back what is not done by then. */
  async stop(deadline: number): Promise<{ handedBack: number }> {
    this.#state = "stopping";
    this.#cancelTimer?.();
    await this.#pump;
    await this.#done(deadline);
    const handedBack = this.#running.size;
    this.#stopped = true;
    await this.#options.transport.close(new Error("the emitter is closing"));
    await this.#done();
    await this.#settler.flush();
    this.#cancelRenewal?.();
    return { handedBack };
  }

  /** Resolves when nothing is being attempted, or after so many milliseconds. */
  #done(atMost?: number): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = atMost === undefined ? undefined : setTimeout(resolve, atMost);
      this.#whenDone = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #run(): Promise<void> {
    // Answers come in together: what they make room for is claimed together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    do {
      if (this.#is("again")) this.#state = "pumping";
      try {
        await this.#claimAll();
        this.#storeFailures = 0;
      } catch (error) {
        const wait = STORE_WAITS[Math.min(this.#storeFailures++, STORE_WAITS.length - 1)] as number;
        this.#log(
          "error",
          "store.failed",
          "nothing could be claimed; trying again",
          { wait_ms: wait },
          error,
        );
        this.#wakeAfter(wait);
      }
    } while (this.#is("again"));
    if (this.#state === "pumping") this.#state = "idle";
  }

  async #claimAll(): Promise<void> {
    const { store, maxInFlight, clock } = this.#options;
    for (;;) {
      const limit = maxInFlight - this.#running.size;
      if (limit <= 0 || this.#is("stopping")) return;
      const { claims, nextAt } = await store.claim(this.#request(limit));
      if (claims.length > 0 && this.#is("stopping")) {
        await store.release(claims.map(({ token }) => token));
        return;
      }
      for (const claim of claims) {
        this.#running.add(claim.token);
        void this.#handle(claim);
      }
      if (claims.length === limit) continue;
      this.#cancelTimer?.();
      if (nextAt !== null) this.#wakeAfter(nextAt - clock.now());
      return;
    }
  }

  #request(limit: number): ClaimRequest {
    const { registry, concurrency } = this.#options;
    return {
      limit,
      leaseMs: LEASE,
      concurrency: (id) => {
        // One that was too busy is tried with one attempt at a time, so that many of them leave room for the others.
        if (registry.state(id).slow > 0) return 1;
        return registry.get(id)?.settings.concurrency ?? concurrency;
      },
      rate: (id) => registry.get(id)?.settings.rate ?? undefined,
    };
  }

  /** Others change the state while this waits, which the compiler does not see. */
  #is(state: "again" | "stopping"): boolean {
    return this.#state === state;
  }

  #wakeAfter(milliseconds: number): void {
    this.#cancelTimer?.();
    if (this.#state === "stopping") return;
    this.#cancelTimer = this.#options.clock.after(Math.max(milliseconds, 1), () => this.wake());
  }

  /** One claim from beginning to end; never rejects. */
  async #handle(claim: Claim): Promise<void> {
    try {
      const known = this.#options.registry.get(claim.webhookId);
      const webhook = known?.settings.enabled ? known : await this.#webhookOf(claim);
      if (!webhook) return;
      const options = this.#attempts[claim.kind];
      const { transport } = this.#options;
      const attempted = await attempt(transport, webhook, claim.message, options);
      if (this.#stopped && !attempted.answer) {
        // Ours was the hand that ended it: it is as if it had not been made.
        await this.#options.store.release([claim.token]);
        return;
      }
      await this.#conclude(claim, webhook, attempted);
    } catch (error) {
      this.#log(
        "error",
        "delivery.broken",
        "a delivery could not be handled",
        fieldsOf(claim),
        error,
      );
      await this.#options.store
        .release([claim.token], this.#options.clock.now() + OWN_FAILURE_WAIT)
        .catch((failure: unknown) =>
          this.#log(
            "error",
            "store.failed",
            "a claim could not be given back",
            fieldsOf(claim),
            failure,
          ),
        );
    } finally {
      this.#running.delete(claim.token);
      if (this.#running.size === 0) this.#whenDone?.();
      this.wake();
    }
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

  #renewLater(): void {
    const renew = () => {
      const tokens = [...this.#running];
      const renewed =
        tokens.length > 0 ? this.#options.store.renew(tokens, LEASE) : Promise.resolve();
      renewed.catch((error: unknown) =>
        this.#log(
          "warn",
          "store.failed",
          "claims could not be renewed",
          { claims: tokens.length },
          error,
        ),
      );
      if (!this.#stopped) this.#renewLater();
    };
    this.#cancelRenewal = this.#options.clock.after(LEASE / 3, renew, "background");
  }

  #log(
    level: "warn" | "error",
    code: string,
    message: string,
    fields: Record<string, unknown>,
    error: unknown,
  ) {
    this.#options.log({ level, code, message, fields, error });
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
