import type { ActiveWebhook } from "../emitter/active-webhook.ts";
import type { Registry } from "../emitter/registry.ts";
import type { WebhookState } from "../stores/records.ts";
import type { EmitterStore } from "../stores/store.ts";
import type { Attempted } from "./attempt.ts";

/** What the emitter tells of itself. */
export type OwnEventName =
  | "webhook.failing"
  | "webhook.disabled"
  | "webhook.exhausted"
  | "webhook.recovered";

/** Shares of the way to disabling at which it is told, in percent. */
const WARNINGS = [90, 70, 50];
/** The first hold of a webhook that is slowed down, in milliseconds; each one after it is twice as long. */
const FIRST_HOLD = 1_000;
const LONGEST_HOLD = 60_000;

/** What {@link Health} works with. */
export interface HealthOptions {
  readonly registry: Registry;
  readonly store: EmitterStore;
  /** How long there may be nothing but failures, in milliseconds. */
  readonly disableAfter: number;
  tell(name: OwnEventName, webhook: ActiveWebhook, facts: Record<string, unknown>): void;
}

/** Keeps an eye on each webhook: slows it down, warns, disables it, and notices when it is well again. */
export class Health {
  readonly #options: HealthOptions;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** Whether there is nothing to write when an attempt goes well. */
  isWell(webhook: ActiveWebhook): boolean {
    const { failingSince, slow } = this.#options.registry.state(webhook.id);
    return failingSince === null && slow === 0;
  }

  /** An attempt went well; costs nothing for a webhook that was well before. */
  async succeeded(webhook: ActiveWebhook, now: number): Promise<void> {
    if (this.isWell(webhook)) return;
    const { before } = await this.#options.registry.updateState(webhook.id, (state) => ({
      ...state,
      failingSince: null,
      slow: 0,
      warned: 0,
      heldUntil: null,
    }));
    if (before.warned > 0) {
      this.#options.tell("webhook.recovered", webhook, {
        failing_since: iso(before.failingSince ?? now),
      });
    }
  }

  /** An attempt failed. */
  async failed(webhook: ActiveWebhook, attempted: Attempted, now: number): Promise<void> {
    const { disableAfter } = this.#options;
    const { record, retryAfter } = attempted;
    if (!record.counted) return;
    if (record.status === 410) {
      await this.disable(webhook, "the endpoint answered 410 Gone", now);
      return;
    }
    const slows = record.error?.code === "timeout" || slowing.has(record.status ?? 0);
    const { before, after } = await this.#options.registry.updateState(webhook.id, (state) => {
      const failingSince = Math.min(state.failingSince ?? now, now);
      const slow = slows ? state.slow + 1 : state.slow;
      const hold = slows ? Math.min(FIRST_HOLD * 2 ** Math.min(slow - 1, 20), LONGEST_HOLD) : 0;
      const until = now + Math.max(hold, retryAfter ?? 0);
      return {
        ...state,
        failingSince,
        slow,
        heldUntil: until > now ? Math.max(until, state.heldUntil ?? 0) : state.heldUntil,
        warned: Math.max(state.warned, warningFor((now - failingSince) / disableAfter)),
      };
    });
    const since = after.failingSince ?? now;
    if (now - since >= disableAfter) {
      await this.disable(webhook, `nothing but failures since ${iso(since)}`, now);
    } else if (after.warned > before.warned) {
      this.#options.tell("webhook.failing", webhook, {
        failing_since: iso(since),
        percent: after.warned,
        disabled_at: iso(since + disableAfter),
      });
    }
  }

  /** Disables a webhook: what waits for it becomes dead letters, which `recover` brings back. */
  async disable(webhook: ActiveWebhook, reason: string, now: number): Promise<void> {
    const { before } = await this.#options.registry.updateState(webhook.id, (state) =>
      state.status === "disabled"
        ? state
        : { ...disabled(reason, now), failingSince: state.failingSince },
    );
    const dead = await this.#options.store.cancel(
      webhook.id,
      "dead",
      `webhook disabled: ${reason}`,
    );
    if (before.status !== "disabled") {
      this.#options.tell("webhook.disabled", webhook, { reason, dead_letters: dead });
    }
  }
}

/** Statuses that slow a webhook down. */
const slowing = new Set([429, 502, 504]);

function warningFor(share: number): number {
  return WARNINGS.find((percent) => share * 100 >= percent) ?? 0;
}

function disabled(reason: string, now: number): WebhookState {
  return {
    status: "disabled",
    reason,
    since: now,
    heldUntil: null,
    slow: 0,
    failingSince: null,
    warned: 0,
  };
}

const iso = (time: number) => new Date(time).toISOString().replace("Z", "+00:00");
