/** Webhooks past which looking for all that have work is not done each time. */
const FEW = 200;
/** Milliseconds that looking for all is put off for each webhook that was found, past {@link FEW}. */
const PAUSE = 0.1;

/**
 * Which webhooks may have something to claim, as far as this process knows: from what it publishes and settles, from what others
 * tell, and from looking for all now and then. Only a hint: what is claimed, the database decides.
 */
export class Lanes {
  /** By webhook, when to look again, in milliseconds since 1970; in the order of whose turn it is. */
  readonly #at = new Map<string, number>();
  #found = 0;
  #scannedAt = Number.NEGATIVE_INFINITY;
  #complete = false;

  /** There may be something for a webhook at a time. */
  hint(webhookId: string, at: number): void {
    const known = this.#at.get(webhookId);
    if (known === undefined || at < known) this.#at.set(webhookId, at);
  }

  /** Takes the webhooks whose turn it is; each has to be put back with what was learnt about it. */
  take(limit: number, now: number): string[] {
    const taken: string[] = [];
    for (const [webhookId, at] of this.#at) {
      if (at > now) continue;
      taken.push(webhookId);
      if (taken.length === limit) break;
    }
    for (const webhookId of taken) this.#at.delete(webhookId);
    return taken;
  }

  /** When the next one's turn is; null: none is known. */
  nextAt(): number | null {
    let next: number | null = null;
    for (const at of this.#at.values()) next = next === null ? at : Math.min(next, at);
    return next;
  }

  /** Whether it is time to look for all that have work. */
  mayScan(now: number): boolean {
    if (this.#found <= FEW) return true;
    return now - this.#scannedAt >= this.#found * PAUSE || now < this.#scannedAt;
  }

  /** Whether all have been looked for since it was last said that any may have work. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Takes over what looking for all has found. */
  scanned(found: ReadonlyMap<string, number>, now: number): void {
    this.#complete = true;
    this.#found = found.size;
    this.#scannedAt = now;
    for (const [webhookId, at] of found) {
      // One that is known keeps its turn.
      this.#at.set(webhookId, at);
    }
  }

  /** Others may have added anything: all have to be looked for. */
  forget(): void {
    this.#complete = false;
  }
}
