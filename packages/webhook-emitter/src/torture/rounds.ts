import type { OwnServer } from "@clustaar/store-suite";
import { EmitterProcess } from "./emitter-process.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

/** Attempts of a process that run at a time: `maxInFlight` of `createEmitter` where nothing is said. */
const IN_FLIGHT = 128;
/** Milliseconds that claims on PostgreSQL hold. */
export const LEASE = 15_000;
/** Milliseconds from a request to its answer. */
const DELAY = 5;

/** What one round gave. */
export interface Round {
  readonly what: string;
  readonly accepted: number;
  /** Different messages that had come when it was killed. */
  readonly before: number;
  /** Accepted, and never came. */
  readonly missing: number;
  /** Came more than once. */
  readonly duplicates: number;
  /** Duplicates that are allowed: what may have been in flight at each kill. */
  readonly allowed: number;
  /** Milliseconds from opening the store again until it was open. */
  readonly opened: number;
  /** Milliseconds from then until the last message had come that was accepted. */
  readonly drained: number;
  /** Milliseconds from opening until the first request came. */
  readonly first: number;
}

/**
 * Kills the emitter in the middle of what it has accepted, starts it again, and counts.
 *
 * @param count - messages that it has accepted when it is killed, at least.
 * @param part - of these, the share that has been delivered when it is killed, at least.
 */
export async function killEmitter(
  store: string,
  count: number,
  part: number,
  what: string,
): Promise<Round> {
  const receiver = await startReceiver(() => DELAY);
  // More than that, so that it is killed while it publishes and delivers.
  const publish = count * 2;
  const first = new EmitterProcess({ store, receiver: receiver.url, publish, name: "one" });
  let second: EmitterProcess | undefined;
  try {
    await first.opened;
    await first.untilAccepted(count);
    await receiver.until(Math.floor(count * part));
    await first.kill();
    const before = receiver.times.size;
    second = new EmitterProcess({ store, receiver: receiver.url, publish: 0, name: "two" });
    return await recovered(receiver, [first], second, { what, before, allowed: IN_FLIGHT });
  } finally {
    await first.kill();
    await second?.kill();
    await receiver.close();
  }
}

/** Kills PostgreSQL in the middle of what was accepted, starts it again, and counts; the emitter goes on by itself. */
export async function killPostgres(server: OwnServer, count: number, part: number): Promise<Round> {
  const receiver = await startReceiver(() => DELAY);
  const emitter = new EmitterProcess({
    store: `${server.url}?schema=torture_${Date.now().toString(36)}`,
    receiver: receiver.url,
    publish: count,
    name: "one",
  });
  try {
    await emitter.opened;
    await receiver.until(Math.floor(count * part));
    await server.kill();
    const before = receiver.times.size;
    const seen = new Map(receiver.times);
    const started = performance.now();
    await server.start();
    const opened = performance.now() - started;
    await receiver.until(seen.size + 1);
    const first = performance.now() - started - opened;
    await emitter.published;
    await receiver.untilAll(emitter.accepted);
    const drained = performance.now() - started - opened;
    const times = { opened, first, drained };
    return tally(
      receiver,
      [emitter],
      { what: "postgres: server kill -9", before, allowed: IN_FLIGHT },
      times,
    );
  } finally {
    await emitter.kill();
    await receiver.close();
  }
}

/** Two processes share one PostgreSQL; one of them is killed, and the other one takes its work over. */
export async function share(store: string, count: number): Promise<Round & { shares: string }> {
  const receiver = await startReceiver(() => DELAY);
  const half = Math.floor(count / 2);
  const options = { store, receiver: receiver.url };
  // Twice what it has accepted when it is killed, so that it is in the middle of it however late the other one starts.
  const one = new EmitterProcess({ ...options, publish: half * 2, name: "one" });
  const two = new EmitterProcess({ ...options, publish: half, name: "two" });
  try {
    await Promise.all([one.opened, one.untilAccepted(half)]);
    await receiver.until(1);
    await one.kill();
    const before = receiver.times.size;
    const started = performance.now();
    await two.published;
    const accepted = new Set([...one.accepted, ...two.accepted]);
    await receiver.untilAll(accepted);
    const drained = performance.now() - started;
    const shares = [...receiver.senders].map(([name, n]) => `${name} ${n}`).join(", ");
    const facts = { what: "postgres: two processes, one killed", before, allowed: IN_FLIGHT };
    return { ...tally(receiver, [one, two], facts, { opened: 0, first: 0, drained }), shares };
  } finally {
    await one.kill();
    await two.kill();
    await receiver.close();
  }
}

/** What a second process on one file is told. */
export async function secondOwner(store: string): Promise<{ pid: number; refusal: string }> {
  const receiver = await startReceiver(() => DELAY);
  const options = { store, receiver: receiver.url, publish: 0 };
  const one = new EmitterProcess({ ...options, name: "one" });
  try {
    await one.opened;
    const two = new EmitterProcess({ ...options, name: "two" });
    const refusal = await two.opened.then(
      () => "",
      (error: Error) => error.message,
    );
    await two.kill();
    return { pid: one.child.pid as number, refusal };
  } finally {
    await one.kill();
    await receiver.close();
  }
}

async function recovered(
  receiver: Receiver,
  before: readonly EmitterProcess[],
  again: EmitterProcess,
  facts: Pick<Round, "what" | "before" | "allowed">,
): Promise<Round> {
  const accepted = new Set(before.flatMap((one) => [...one.accepted]));
  const already = [...receiver.times.values()].reduce((sum, n) => sum + n, 0);
  const opened = await again.opened;
  const started = performance.now();
  const missing = [...accepted].filter((id) => !receiver.times.has(id)).length;
  let first = 0;
  if (missing > 0) {
    const total = () => [...receiver.times.values()].reduce((sum, n) => sum + n, 0);
    while (total() === already) await new Promise((resolve) => setTimeout(resolve, 2));
    first = opened + performance.now() - started;
  }
  await receiver.untilAll(accepted);
  const drained = performance.now() - started;
  return tally(receiver, before, facts, { opened, first, drained });
}

function tally(
  receiver: Receiver,
  publishers: readonly EmitterProcess[],
  facts: Pick<Round, "what" | "before" | "allowed">,
  times: Pick<Round, "opened" | "first" | "drained">,
): Round {
  const accepted = new Set(publishers.flatMap((one) => [...one.accepted]));
  const missing = [...accepted].filter((id) => !receiver.times.has(id)).length;
  const duplicates = [...receiver.times.values()].filter((n) => n > 1).length;
  return { ...facts, ...times, accepted: accepted.size, missing, duplicates };
}

/** Milliseconds until nine webhooks have got everything, beside a tenth whose endpoint takes 2 s for each request. */
export async function besideASlowOne(store: string, count: number): Promise<number> {
  const receiver = await startReceiver((path) => (path === "/9" ? 2000 : DELAY));
  const emitter = new EmitterProcess({
    store,
    receiver: receiver.url,
    publish: count,
    name: "one",
  });
  try {
    await emitter.opened;
    const started = performance.now();
    await receiver.until(Math.floor(count * 0.9));
    return performance.now() - started;
  } finally {
    await emitter.kill();
    await receiver.close();
  }
}
