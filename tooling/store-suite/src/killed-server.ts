import { setTimeout as sleep } from "node:timers/promises";
import type { IdempotencyStore } from "@clustaar/webhook-core";
import { expect, it } from "vitest";
import type { Subject } from "./subject.ts";

const KEYS = 120;
/** Deliveries of a key, one on each of two connections. */
const AT_ONCE = 8;
/** Seconds: longer than the server is away. */
const LEASE = 2;
const A_DAY = 86_400;

/** What deliveries were told. */
interface Told {
  /** Values that the store said it had kept, by key. */
  readonly kept: Map<string, string[]>;
  /** Values that a delivery got, by key. */
  readonly given: Map<string, Set<string>>;
}

/** The server loses its power in the middle of the work: nothing that it said is taken back. */
export function testKilledServer({ open, startServer, noPrograms }: Subject): void {
  const reason = noPrograms ? ` (${noPrograms})` : "";
  it.skipIf(noPrograms)(
    `never gives two answers for a key, and forgets none, when the server is killed in the middle${reason}`,
    async () => {
      const server = await startServer();
      const opened = [await open(server.url, "killed"), await open(server.url, "killed")];
      try {
        const told: Told = { kept: new Map(), given: new Map() };
        const work = opened.flatMap(({ store }, connection) => deliverAll(store, connection, told));
        await expect
          .poll(() => told.kept.size, { interval: 1, timeout: 30_000 })
          .toBeGreaterThan(KEYS / 3);
        await server.kill();
        expect(told.kept.size).toBeLessThan(KEYS);
        await server.start();
        await Promise.all(work);

        const [{ store }] = opened as [(typeof opened)[0]];
        for (let number = 0; number < KEYS; number++) {
          const key = `key ${number}`;
          const claim = await store.claim(key, LEASE);
          if (claim.state !== "done") return expect.unreachable(`${key} was forgotten`);
          expect([...(told.given.get(key) ?? [])]).toEqual([claim.value]);
          for (const value of told.kept.get(key) ?? []) expect(value).toBe(claim.value);
        }
      } finally {
        await Promise.all(opened.map(({ close }) => close()));
        await server.dispose();
      }
    },
  );
}

/** Delivers every key over one connection, some at a time. */
function deliverAll(store: IdempotencyStore, connection: number, told: Told): Promise<void>[] {
  let next = 0;
  const worker = async () => {
    while (next < KEYS) {
      const number = next++;
      await deliver(store, `key ${number}`, `answer of ${connection}`, told);
    }
  };
  return Array.from({ length: AT_ONCE / 2 }, worker);
}

/** Delivers a key until it has an answer, as a sender does that tries again. */
async function deliver(
  store: IdempotencyStore,
  key: string,
  value: string,
  { kept, given }: Told,
): Promise<void> {
  const give = (answer: string) => given.set(key, (given.get(key) ?? new Set()).add(answer));
  for (;;) {
    try {
      const claim = await store.claim(key, LEASE);
      if (claim.state === "done") return void give(claim.value);
      if (claim.state === "new") {
        if (await store.complete(claim.token, value, A_DAY)) {
          kept.set(key, [...(kept.get(key) ?? []), value]);
          return void give(value);
        }
      }
    } catch {
      // The server is away: the sender tries again.
    }
    await sleep(10);
  }
}
