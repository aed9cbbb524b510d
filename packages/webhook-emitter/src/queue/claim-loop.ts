import type { Clock } from "../internal/clock.ts";
import type { Log } from "../internal/log.ts";
import type { Claim } from "../stores/records.ts";
import type { ClaimRequest, EmitterStore } from "../stores/store.ts";

/** What a loop works with. */
export interface ClaimLoopOptions extends Pick<ClaimRequest, "concurrency" | "rate"> {
  readonly store: EmitterStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Claims that are worked on at a time in this process. */
  readonly maxInFlight: number;
  /** How a claim that failed by our own fault is named in the log. */
  readonly broken: { readonly code: string; readonly message: string };
  /** What the log says of a claim. */
  fieldsOf(claim: Claim): Record<string, unknown>;
  /** Works on one claim, and settles or releases it. What it throws is logged, and the claim is given back. */
  work(claim: Claim): Promise<void>;
}

/** How long claims of a shared store hold, in milliseconds; they are renewed three times in that time. */
const LEASE = 15_000;
/** The wait after a failure of our own, in milliseconds. */
export const OWN_FAILURE_WAIT = 30_000;
/** The waits after the store has failed, in milliseconds. */
const STORE_WAITS = [100, 500, 1_000, 5_000];

/** Claims what is due, and has it worked on, until it is stopped: what an emitter and an inbox have in common. */
export class ClaimLoop {
  readonly #options: ClaimLoopOptions;
  /** The tokens of what is being worked on; nothing else, since what a set has held lives as long as its old tables. */
  readonly #running = new Set<string>();
  #stopped = false;
  #whenDone: (() => void) | undefined;
  #state: "idle" | "pumping" | "again" | "stopping" = "idle";
  #cancelTimer: (() => void) | undefined;
  #cancelRenewal: (() => void) | undefined;
  #storeFailures = 0;
  #pump: Promise<void> = Promise.resolve();

  constructor(options: ClaimLoopOptions) {
    this.#options = options;
  }

  get inFlight(): number {
    return this.#running.size;
  }

  /** Whether what still runs is to be given back. */
  get stopped(): boolean {
    return this.#stopped;
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

  /**
   * Claims nothing more, waits for what runs until the deadline (milliseconds), then has it aborted and waits until each claim is
   * given back; says how many they were.
   */
  async stop(deadline: number, abort: () => unknown): Promise<number> {
    this.#state = "stopping";
    this.#cancelTimer?.();
    await this.#pump;
    await this.#done(deadline);
    const handedBack = this.#running.size;
    this.#stopped = true;
    await abort();
    await this.#done();
    return handedBack;
  }

  /** Ends what keeps claims alive; nothing may be running any more. */
  end(): void {
    this.#cancelRenewal?.();
  }

  /** Resolves when nothing is being worked on, or after so many milliseconds. */
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
        this.#failed("error", "nothing could be claimed; trying again", { wait_ms: wait }, error);
        this.#wakeAfter(wait);
      }
    } while (this.#is("again"));
    if (this.#state === "pumping") this.#state = "idle";
  }

  async #claimAll(): Promise<void> {
    const { store, maxInFlight, clock, concurrency, rate } = this.#options;
    for (;;) {
      const limit = maxInFlight - this.#running.size;
      if (limit <= 0 || this.#is("stopping")) return;
      const request = { limit, leaseMs: LEASE, concurrency, rate };
      const { claims, nextAt } = await store.claim(request);
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
    const { store, clock, broken, fieldsOf, work, log } = this.#options;
    try {
      await work(claim);
    } catch (error) {
      log({ level: "error", ...broken, fields: fieldsOf(claim), error });
      await store
        .release([claim.token], clock.now() + OWN_FAILURE_WAIT)
        .catch((failure: unknown) =>
          this.#failed("error", "a claim could not be given back", fieldsOf(claim), failure),
        );
    } finally {
      this.#running.delete(claim.token);
      if (this.#running.size === 0) this.#whenDone?.();
      this.wake();
    }
  }

  #renewLater(): void {
    const renew = () => {
      const tokens = [...this.#running];
      const renewed =
        tokens.length > 0 ? this.#options.store.renew(tokens, LEASE) : Promise.resolve();
      renewed.catch((error: unknown) => {
        const fields = { claims: tokens.length };
        this.#failed("warn", "claims could not be renewed", fields, error);
      });
      if (!this.#stopped) this.#renewLater();
    };
    this.#cancelRenewal = this.#options.clock.after(LEASE / 3, renew, "background");
  }

  #failed(
    level: "warn" | "error",
    message: string,
    fields: Record<string, unknown>,
    error: unknown,
  ): void {
    this.#options.log({ level, code: "store.failed", message, fields, error });
  }
}
