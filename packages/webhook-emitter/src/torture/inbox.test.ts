import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startOwnPostgres, whyNoPostgres } from "@clustaar/store-suite";
import { describe, expect, it, type TestContext, vi } from "vitest";
import {
  absent,
  dropSchema,
  freshAddress,
} from "../stores/postgres/postgres-world.test-helpers.ts";
import { InboxProcess } from "./inbox-process.ts";

const COUNT = 300;
/** Requests that are sent at a time. */
const AT_ONCE = 20;
/** Requests that are handled at a time: as many may be handled twice. */
const concurrency = 10;

/** What belongs to one of the tests, which run beside each other. */
function world({ onTestFinished }: TestContext, store: (folder: string) => string) {
  const folder = mkdtempSync(join(tmpdir(), "clustaar-inbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const handled = join(folder, "handled");
  writeFileSync(handled, "");
  const options = {
    store: store(folder),
    handled,
    privateKey: "s3cr3t",
    concurrency,
    workMs: 200,
    storeTimeout: 30_000,
  };
  const start = () => {
    const process = new InboxProcess(options);
    onTestFinished(() => process.kill());
    return process;
  };
  /** What was handled: each request, and the process that did it. */
  const lines = () =>
    readFileSync(handled, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(" ").map(Number) as [pid: number, n: number]);
  return { start, lines };
}

/** Sends all, and gives those that were acknowledged; `after` is called once so many were. */
async function sendAll(
  to: readonly InboxProcess[],
  after: { readonly count: number; readonly call: () => Promise<void> },
): Promise<Set<number>> {
  const acknowledged = new Set<number>();
  let next = 0;
  let called: Promise<void> | undefined;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < COUNT) {
        const n = next++;
        if (await to[n % to.length]?.send(n)) acknowledged.add(n);
        if (acknowledged.size >= after.count) called ??= after.call();
      }
    }),
  );
  await called;
  return acknowledged;
}

/** Waits until all that was acknowledged has been handled, and gives what was handled twice. */
async function allHandled(
  acknowledged: ReadonlySet<number>,
  lines: () => [number, number][],
): Promise<number> {
  await vi.waitFor(
    () => {
      const handled = new Set(lines().map(([, n]) => n));
      expect([...acknowledged].filter((n) => !handled.has(n))).toEqual([]);
    },
    { timeout: 120_000, interval: 50 },
  );
  return lines().length - new Set(lines().map(([, n]) => n)).size;
}

describe.concurrent("nothing acknowledged is lost", { timeout: 240_000 }, () => {
  it("when the inbox on a file is killed in the middle", async (test) => {
    const { start, lines } = world(test, (folder) => `file:${join(folder, "inbox.db")}`);
    const first = start();
    await first.url;
    const acknowledged = await sendAll([first], { count: COUNT * 0.4, call: () => first.kill() });
    const before = new Set(lines().map(([, n]) => n));
    expect(acknowledged.size).toBeGreaterThanOrEqual(COUNT * 0.4);
    expect(acknowledged.size).toBeLessThan(COUNT);
    const left = [...acknowledged].filter((n) => !before.has(n));
    // Otherwise nothing was at stake.
    expect(left.length).toBeGreaterThan(0);
    start();
    expect(await allHandled(acknowledged, lines)).toBeLessThanOrEqual(concurrency);
  });

  it.skipIf(absent)(
    `when one of two inboxes on PostgreSQL is killed, which share the work${absent ? ` (${absent})` : ""}`,
    async (test) => {
      const { address, schema } = freshAddress();
      test.onTestFinished(() => dropSchema(schema));
      const { start, lines } = world(test, () => address);
      const [one, other] = [start(), start()];
      await Promise.all([one.url, other.url]);
      const call = () => one.kill();
      const acknowledged = await sendAll([one, other], { count: COUNT * 0.4, call });
      expect(await allHandled(acknowledged, lines)).toBeLessThanOrEqual(concurrency);
      const pids = new Set(lines().map(([pid]) => pid));
      expect(pids).toEqual(new Set([one.pid, other.pid]));
    },
  );

  const reason = whyNoPostgres();
  it.skipIf(reason)(
    `when PostgreSQL itself is killed in the middle: what it does not have is not acknowledged${reason ? ` (${reason})` : ""}`,
    async (test) => {
      const server = await startOwnPostgres();
      test.onTestFinished(() => server.dispose());
      const { start, lines } = world(test, () => server.url);
      const inbox = start();
      await inbox.url;
      const call = () => server.kill();
      const acknowledged = await sendAll([inbox], { count: COUNT * 0.4, call });
      expect(acknowledged.size).toBeLessThan(COUNT);
      await server.start();
      // The same process goes on, and accepts again.
      await vi.waitFor(async () => expect(await inbox.send(COUNT)).toBe(true), 60_000);
      acknowledged.add(COUNT);
      expect(await allHandled(acknowledged, lines)).toBeLessThanOrEqual(concurrency);
    },
  );
});
