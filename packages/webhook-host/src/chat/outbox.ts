import { checkNumber, checkOptions, checkTimer } from "@clustaar/webhook-core/endpoint";

/** How fast a client speaks, and how much may wait. */
export interface FloodOptions {
  /** Lines that go out at once after a pause; default 4. */
  readonly burst?: number;
  /** Milliseconds between further lines; default 1,000. */
  readonly interval?: number;
  /** Lines that may wait, for their turn or for the connection; default 200. */
  readonly waiting?: number;
}

/** Lines on their way out: a few at once, the others one after the other, all of them only while there is a connection. */
export class Outbox {
  readonly #send: (line: string) => void;
  readonly #burst: number;
  readonly #interval: number;
  readonly #most: number;
  readonly #lines: string[] = [];
  #isOpen = false;
  #tokens: number;
  #timer: NodeJS.Timeout | undefined;

  /** @throws WebhookConfigError `config_invalid` */
  constructor(what: string, options: FloodOptions, send: (line: string) => void) {
    checkOptions(what, options, ["burst", "interval", "waiting"]);
    const { burst = 4, interval = 1000, waiting = 200 } = options;
    this.#burst = checkNumber(`${what}.burst`, burst, 1, "lines");
    checkTimer(`${what}.interval`, interval, 0);
    this.#most = checkNumber(`${what}.waiting`, waiting, 0, "lines");
    this.#interval = interval;
    this.#tokens = burst;
    this.#send = send;
  }

  /** @throws Error when too much waits already; none of the lines is sent then. */
  add(lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.requireRoom(lines.length);
    this.#lines.push(...lines);
    this.#drain();
  }

  /** @throws Error unless so many lines may be added. */
  requireRoom(count: number): void {
    const free = this.#isOpen ? this.#tokens : 0;
    if (this.#lines.length + count <= this.#most + free) return;
    const why = this.#isOpen ? "the server takes them more slowly" : "the connection is down";
    throw new Error(
      `expected at most ${this.#most} lines to wait, got ${this.#lines.length + count}: ${why}; try again later`,
    );
  }

  /** The connection is there. */
  open(): void {
    this.#isOpen = true;
    this.#tokens = this.#burst;
    this.#drain();
  }

  /** The connection is gone: what is added now waits for the next one. */
  shut(): void {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #drain(): void {
    while (this.#isOpen && this.#tokens > 0 && this.#lines.length > 0) {
      this.#tokens--;
      this.#send(this.#lines.shift() as string); // there is one
    }
    if (!this.#isOpen || this.#tokens === this.#burst || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#tokens = Math.min(this.#burst, this.#tokens + 1);
      this.#drain();
    }, this.#interval);
    // What waits for its turn keeps the process; tokens that come back do not.
    if (this.#lines.length === 0) this.#timer.unref();
  }
}
