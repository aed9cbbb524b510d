import type { PoolClient } from "pg";

/** What other processes tell when they have committed. */
export interface Told {
  /** Webhooks that have new work; undefined: any may have. */
  readonly webhooks: readonly string[] | undefined;
  /** Followers that were stored within a caller's transaction. */
  readonly blocked: readonly number[];
}

/** Waits between tries to listen again, in milliseconds. */
const WAITS = [100, 500, 2_000, 5_000];

/** Listens on a connection of its own, and again when that has broken; what may have been missed is told as "any". */
export class Listener {
  readonly #connect: () => Promise<PoolClient>;
  readonly #channel: string;
  readonly #onTold: (told: Told) => void;
  readonly #onError: (error: unknown) => void;
  #client: PoolClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  constructor(
    connect: () => Promise<PoolClient>,
    channel: string,
    onTold: (told: Told) => void,
    onError: (error: unknown) => void,
  ) {
    this.#connect = connect;
    this.#channel = channel;
    this.#onTold = onTold;
    this.#onError = onError;
  }

  /** Listens; rejects when the first try fails. */
  async open(): Promise<void> {
    const client = await this.#connect();
    this.#client = client;
    client.on("error", (error) => this.#lost(client, error));
    client.on("end", () => this.#lost(client, new Error("the listening connection has ended")));
    client.on("notification", ({ payload }) => this.#onTold(read(payload)));
    await client.query(`LISTEN ${this.#channel}`);
    this.#failures = 0;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await (client as unknown as { end(): Promise<void> } | undefined)?.end().catch(() => {});
  }

  #lost(client: PoolClient, error: unknown): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = undefined;
    void (client as unknown as { end(): Promise<void> }).end().catch(() => {});
    this.#onError(error);
    this.#again();
  }

  #again(): void {
    if (this.#closed) return;
    const wait = WAITS[Math.min(this.#failures++, WAITS.length - 1)];
    this.#timer = setTimeout(async () => {
      try {
        await this.open();
        this.#onTold({ webhooks: undefined, blocked: [] });
      } catch {
        // Told when it was lost; queries tell the rest.
        this.#client = undefined;
        this.#again();
      }
    }, wait);
    this.#timer.unref();
  }
}

function read(payload: string | undefined): Told {
  try {
    const { webhooks, blocked } = JSON.parse(payload ?? "{}");
    return { webhooks: webhooks ?? undefined, blocked: blocked ?? [] };
  } catch {
    return { webhooks: undefined, blocked: [] };
  }
}
