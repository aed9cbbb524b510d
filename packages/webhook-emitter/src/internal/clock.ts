/** The time and timers an emitter goes by; a test's clock stands still until it is moved. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back after so many milliseconds; gives a function that prevents it. A timer in the background keeps no process alive. */
  after(milliseconds: number, call: () => void, background?: "background"): () => void;
}

/** What a timer of Node counts at most; longer ones are set again on waking up. */
const LONGEST = 2_147_483_647;

/** The clock of the system. */
export const systemClock: Clock = {
  now: Date.now,
  after(milliseconds, call, background) {
    const timer = setTimeout(call, Math.min(Math.max(0, milliseconds), LONGEST));
    if (background) timer.unref();
    return () => clearTimeout(timer);
  },
};
