import { randomUUID } from "node:crypto";
import type { HostContext } from "../endpoint/endpoint.ts";
import { holdClaim } from "../stores/hold-claim.ts";
import { timer } from "../stores/in-time.ts";
import { Line, type Place } from "./line.ts";
import { turnLost, turnStoreFailed, turnSuperseded } from "./turn-errors.ts";
import type { TurnOptions } from "./turn-options.ts";

/** What a turn needs of the request's surroundings. */
export interface TurnContext {
  /** Called when the store fails or the turn is lost. */
  readonly report: (error: unknown) => void;
  /** Waits for the turn's time to come as one part of a trace. */
  readonly trace?: HostContext["trace"];
  /** Goes on with work after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Stops the handler: its turn was lost, or a later one takes its place. */
  readonly onStop: (reason: Error) => void;
  /** Resolves when the turn is stopped. */
  readonly stopped: Promise<void>;
  /** Throws why the turn is stopped, if it is. */
  throwIfStopped(): void;
}

/** Milliseconds between two looks whether a later turn has come. */
const LOOK = 100;
/** Seconds that it is remembered that a turn has answered: no other turn asks later. */
const ANSWERED = 1;
/** Seconds that it is remembered that a turn was superseded, until its process looks: longer than a turn is held. */
const SUPERSEDED = 900;

/** One turn of a conversation, from its arrival to its answer. */
export class Turn {
  readonly #policy: Required<TurnOptions>;
  readonly #context: TurnContext;
  readonly #line: Line;
  readonly #ticket: string;
  #token: string | undefined;
  #answer: string | undefined;
  #letGo = () => {};
  #stopWatching = () => {};
  #superseded = false;

  constructor(policy: Required<TurnOptions>, key: string, context: TurnContext) {
    this.#policy = policy;
    this.#context = context;
    this.#line = new Line(policy, key, context);
    this.#ticket = this.#line.ticket(randomUUID());
  }

  /** Whether a later turn has taken its place. */
  get isSuperseded(): boolean {
    return this.#superseded;
  }

  /**
   * Joins the line; `wait` then waits for those who stood in it. They are two functions, since all turns of a process join in the
   * order in which they came.
   *
   * @throws WebhookError `turn_pending`; whatever the store fails with.
   */
  async join(): Promise<{ wait: () => Promise<void> }> {
    const patience = timer(this.#policy.wait);
    try {
      this.#token = await this.#take(this.#ticket);
      this.#letGo = holdClaim(this.#policy.store, this.#token, this.#policy.lease, {
        onLost: () => this.#loses(),
        onFailure: (error) =>
          this.#context.report(turnStoreFailed(error, "the next turn may be handled beside this")),
      });
      const place = await this.#place();
      const before = await this.#line.join(place, patience.done);
      if (this.#policy.strategy === "latest") await this.#supersede(before);
      return { wait: () => this.#wait(before, patience) };
    } catch (error) {
      patience.clear();
      throw error;
    }
  }

  /** Whether the answer counts: false when a later turn has taken the place of this one. */
  async mayAnswer(): Promise<boolean> {
    this.#stopWatching();
    const token = this.#answer;
    if (token === undefined) return true;
    const { store } = this.#policy;
    try {
      if (await this.#line.step(() => store.complete(token, "answered", ANSWERED))) return true;
      return !(await this.#isTakenAway());
    } catch (error) {
      this.#context.report(turnStoreFailed(error, "an earlier turn may be answered too"));
      return true;
    }
  }

  /** The turn is over: the next one comes up. */
  leave(): void {
    this.#letGo();
    this.#stopWatching();
    const token = this.#token;
    if (token === undefined) return;
    const over = async () => {
      try {
        await this.#policy.store.release(token);
      } catch (error) {
        const effect = "the next turn waits until the lease of this one has run out";
        this.#context.report(turnStoreFailed(error, effect));
      }
    };
    this.#context.waitUntil(over());
  }

  async #wait(before: readonly Place[], patience: ReturnType<typeof timer>): Promise<void> {
    try {
      for (const place of before) await this.#line.untilOver(place, patience.done);
    } finally {
      patience.clear();
    }
  }

  async #place(): Promise<Place> {
    if (this.#policy.strategy !== "latest") return { ticket: this.#ticket };
    this.#answer = await this.#take(`${this.#ticket}/answer`);
    this.#watch(this.#answer);
    return { ticket: this.#ticket, answer: this.#answer };
  }

  /** Claims a key that nobody else knows. */
  async #take(key: string): Promise<string> {
    const claim = await this.#line.claim(key);
    if (claim.state !== "new") throw new TypeError("something else writes to this store");
    return claim.token;
  }

  /** Takes the right to answer from those before, unless they have answered. */
  async #supersede(before: readonly Place[]): Promise<void> {
    const { store } = this.#policy;
    for (const { answer } of before) {
      if (answer === undefined) continue;
      await this.#line.step(() => store.complete(answer, "superseded", SUPERSEDED));
    }
  }

  /** Renews the right to answer, and looks whether it is still there. */
  #watch(token: string): void {
    const { store, lease } = this.#policy;
    let asking = false;
    const look = async () => {
      if (asking) return;
      asking = true;
      try {
        const held = await this.#line.step(() => store.renew(token, lease));
        if (!held && !(await this.#isTakenAway())) this.#loses();
      } catch {
        // The renewal of the ticket reports a store that fails.
      }
      asking = false;
    };
    const handle = setInterval(look, LOOK);
    this.#stopWatching = () => clearInterval(handle);
  }

  async #isTakenAway(): Promise<boolean> {
    const claim = await this.#line.claim(`${this.#ticket}/answer`);
    if (claim.state !== "done" || claim.value !== "superseded") return false;
    if (this.#superseded) return true;
    this.#superseded = true;
    this.#stopWatching();
    this.#context.onStop(turnSuperseded());
    return true;
  }

  #loses(): void {
    this.#letGo();
    this.#stopWatching();
    const error = turnLost();
    this.#context.report(error);
    this.#context.onStop(error);
  }
}
