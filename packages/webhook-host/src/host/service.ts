import type { Endpoint } from "@clustaar/webhook-core/endpoint";
import { type ListenAddress, Listener } from "./listener.ts";
import type { Logger } from "./log.ts";

/** A port and an interface; undefined: every one. */
export interface Place {
  readonly port: number;
  readonly hostname: string | undefined;
}

/** Whether a host answers, and its port where it listens itself. */
export class Service {
  readonly #log: Logger;
  #listener: Listener | undefined;
  /** Where to listen when it is started; undefined while the host is only mounted. */
  #place: Place | undefined;
  #state: "open" | "stopped" | "closed" = "open";

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Whether requests are answered by the plugins: one that comes through an adapter is, before the port is open, too. */
  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** Whether it is open and, where it listens itself, its port, too. */
  get isRunning(): boolean {
    return this.isOpen && (this.#place === undefined || this.#listener !== undefined);
  }

  get isClosed(): boolean {
    return this.#state === "closed";
  }

  /** Where it listens, while it does. */
  get address(): ListenAddress | undefined {
    return this.#listener?.address;
  }

  /** Where it will listen: what is not given stays as it is, or else is as in `otherwise`. While it listens nothing changes. */
  place(wish: Partial<Place>, otherwise: Place): void {
    if (this.#listener !== undefined) return;
    const { port, hostname } = this.#place ?? otherwise;
    this.#place = { port, hostname, ...wish };
  }

  /** @throws Error when the port is taken, or the host is closed. */
  async open(endpoint: Endpoint): Promise<void> {
    if (this.isClosed) throw new Error("the host is closed; create another");
    if (this.#listener === undefined && this.#place !== undefined) {
      const { port, hostname } = this.#place;
      this.#listener = await Listener.open(endpoint, port, hostname);
      // After `stop`, `start` opens the same port again, where 0 was given, too.
      this.#place = { port: this.#listener.address.port, hostname };
      this.#log.info(`listening on port ${this.#place.port}`);
    }
    this.#state = "open";
  }

  /** Answers 503 from now on, and ends every connection: at once, or when its answer is out, or at the deadline. */
  async shut(state: "stopped" | "closed", deadline: number): Promise<void> {
    this.#state = state;
    const listener = this.#listener;
    this.#listener = undefined;
    await listener?.close(deadline);
  }
}
