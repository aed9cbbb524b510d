import type { DeliveryState, QueueStats, StoreStats } from "../records.ts";
import type { SqliteDatabase, SqliteStatement } from "./driver.ts";

interface Count {
  /** Deliveries that have not ended, claimed ones among them. */
  waiting: number;
  /** Of those, how many are claimed. */
  claimed: number;
  inFlight: number;
  dead: number;
}

/** The numbers of the queue, kept while it changes. */
export class Counts {
  readonly #counts = new Map<string, Count>();
  readonly #oldest: SqliteStatement;

  constructor(db: SqliteDatabase) {
    this.#oldest = db.prepare(
      "SELECT created_at FROM delivery WHERE webhook = ? AND state = 0 ORDER BY seq LIMIT 1",
    );
    // Each answered by an index alone; what has been delivered is not walked through.
    const waiting =
      "SELECT webhook, count(*) AS n FROM delivery WHERE due_at IS NOT NULL GROUP BY 1";
    const following =
      "SELECT webhook, count(*) AS n FROM delivery WHERE grp IS NOT NULL AND state = 0 AND tried = 0 AND due_at IS NULL GROUP BY 1";
    const dead = "SELECT webhook, count(*) AS n FROM delivery WHERE state = 2 GROUP BY 1";
    for (const [sql, field] of [
      [waiting, "waiting"],
      [following, "waiting"],
      [dead, "dead"],
    ] as const) {
      for (const { webhook, n } of db.prepare(sql).all()) {
        this.of(webhook as string)[field] += n as number;
      }
    }
  }

  of(webhookId: string): Count {
    let count = this.#counts.get(webhookId);
    if (!count) {
      count = { waiting: 0, claimed: 0, inFlight: 0, dead: 0 };
      this.#counts.set(webhookId, count);
    }
    return count;
  }

  /** A delivery went from one state to another; undefined: it was not there, or is not any more. */
  moved(
    webhookId: string,
    from: DeliveryState | undefined,
    to: DeliveryState | undefined,
    claimed = false,
  ): void {
    const count = this.of(webhookId);
    for (const [state, by] of [
      [from, -1],
      [to, 1],
    ] as const) {
      if (state === "dead") count.dead += by;
      if (state !== "waiting") continue;
      count.waiting += by;
      if (claimed) count.claimed += by;
    }
  }

  stats(): StoreStats {
    const webhooks: Record<string, QueueStats> = {};
    const total = { waiting: 0, inFlight: 0, dead: 0, oldestAt: null as number | null };
    for (const [id, { waiting: live, claimed, inFlight, dead }] of this.#counts) {
      const waiting = live - claimed;
      if (waiting + inFlight + dead === 0) continue;
      const oldestAt = live > 0 ? ((this.#oldest.get(id)?.created_at as number) ?? null) : null;
      webhooks[id] = { waiting, inFlight, dead, oldestAt };
      total.waiting += waiting;
      total.inFlight += inFlight;
      total.dead += dead;
      if (oldestAt !== null) total.oldestAt = Math.min(total.oldestAt ?? oldestAt, oldestAt);
    }
    return { ...total, webhooks };
  }
}
