import { claimInTime } from "../stores/claim-key.ts";
import { inTime, timer } from "../stores/in-time.ts";
import type { Claim } from "../stores/index.ts";
import type { TurnContext } from "./turn.ts";
import { turnPending } from "./turn-errors.ts";
import type { TurnOptions } from "./turn-options.ts";

/** A turn in its line. */
export interface Place {
  /** The key that is claimed for as long as the turn waits or is handled. */
  readonly ticket: string;
  /** The token with which a later turn takes away the right to answer, where later turns may. */
  readonly answer?: string;
}

/** Milliseconds between two looks at a store that cannot tell when a claim is settled. */
const POLL = 50;
/** Seconds that a line is remembered: longer than the last turn in it is held. */
const REMEMBERED = 900;

/**
 * The turns of one conversation, in the order of arrival, as a store keeps them. The line is a text that is changed while its key
 * is claimed; who stands in it has claimed a ticket, so that a turn whose process has died is found out by its lease.
 */
export class Line {
  readonly #policy: Required<TurnOptions>;
  readonly #key: string;
  readonly #context: TurnContext;

  constructor(policy: Required<TurnOptions>, key: string, context: TurnContext) {
    this.#policy = policy;
    this.#key = `turns/${key}`;
    this.#context = context;
  }

  /** Claims a key, and gives the claim back if the store takes too long. */
  claim(key: string): Promise<Claim> {
    return claimInTime(this.#policy, key, this.#context.waitUntil);
  }

  /** Does one step with the store, in time. */
  step<T>(act: () => T | Promise<T>): Promise<T> {
    const { storeTimeout } = this.#policy;
    const overdue = () => new Error(`no answer within ${storeTimeout} ms`);
    return inTime(storeTimeout, Promise.resolve(act()), overdue, () => {});
  }

  /** The key of a ticket. */
  ticket(id: string): string {
    return `${this.#key}/${id}`;
  }

  /**
   * Goes to the end of the line, and gives those who came earlier.
   *
   * @throws WebhookError `turn_pending` when `patience` is over.
   */
  async join(place: Place, patience: Promise<void>): Promise<readonly Place[]> {
    const { store, lease } = this.#policy;
    for (;;) {
      const claim = await this.#untilFree(this.#key, patience);
      if (claim.state === "done") throw new TypeError("something else writes to this store");
      const { token, value } = claim;
      try {
        const before = await this.#stillThere(placesIn(value));
        const line = JSON.stringify([...before, place]);
        // False: the claim ran out meanwhile, and the line may have changed.
        if (await this.step(() => store.renew(token, lease, line, REMEMBERED))) return before;
      } finally {
        await this.step(() => store.release(token));
      }
    }
  }

  /**
   * Waits until a turn is over, or its process is known to be dead.
   *
   * @throws WebhookError `turn_pending` when `patience` is over; whatever the turn was stopped with.
   */
  async untilOver({ ticket }: Place, patience: Promise<void>): Promise<void> {
    const claim = await this.#untilFree(ticket, patience);
    await this.#giveBack(claim);
  }

  async #untilFree(
    key: string,
    patience: Promise<void>,
  ): Promise<Exclude<Claim, { state: "pending" }>> {
    for (let look = 0; ; look++) {
      const claim = await this.claim(key);
      if (claim.state !== "pending") return claim;
      const poll = timer(POLL);
      // A store may say `settled` too early, or reject: it is believed once, then looked at in intervals.
      const settled = look === 0 ? claim.settled?.catch(() => {}) : undefined;
      const turn = settled === undefined ? poll.done : settled;
      const over = await Promise.race([
        turn.then(() => false),
        patience.then(() => true),
        this.#context.stopped.then(() => false),
      ]);
      poll.clear();
      this.#context.throwIfStopped();
      if (over) throw turnPending(this.#policy.wait);
    }
  }

  async #stillThere(places: readonly Place[]): Promise<Place[]> {
    const found: Place[] = [];
    for (const place of places) {
      const claim = await this.claim(place.ticket);
      if (claim.state === "pending") found.push(place);
      await this.#giveBack(claim);
    }
    return found;
  }

  async #giveBack(claim: Claim): Promise<void> {
    if (claim.state === "new") await this.step(() => this.#policy.store.release(claim.token));
  }
}

function placesIn(line: string | undefined): Place[] {
  return line === undefined ? [] : (JSON.parse(line) as Place[]);
}
