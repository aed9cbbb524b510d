import { expect, it } from "vitest";
import type { StoreStats } from "../records.ts";
import { Counts } from "./counts.ts";

/** Counts that take so long, of so much that waits. */
function counted(waiting: number, takes: number) {
  const state = { now: 0, count: 0, waiting };
  const counts = new Counts(
    async (): Promise<StoreStats> => {
      state.count++;
      state.now += takes;
      return { waiting: state.waiting, inFlight: 0, dead: 0, oldestAt: null, webhooks: {} };
    },
    () => state.now,
  );
  return { counts, state };
}

it("little is counted each time, so that numbers are never old", async () => {
  const { counts, state } = counted(9_999, 50);
  await Promise.all([counts.read(), counts.read()]);
  state.waiting = 5;
  expect(await counts.read()).toMatchObject({ waiting: 5 });
  expect(state.count).toBe(3);
});

it("much is counted for all that ask, and again once twenty times as long has gone by", async () => {
  const { counts, state } = counted(1_000_000, 300);
  expect(await counts.read()).toMatchObject({ waiting: 1_000_000 });
  state.waiting = 900_000;
  state.now += 5_999;
  expect(await counts.read()).toMatchObject({ waiting: 1_000_000 });
  state.now += 1;
  const both = await Promise.all([counts.read(), counts.read()]);
  expect(both).toMatchObject([{ waiting: 900_000 }, { waiting: 900_000 }]);
  expect(state.count).toBe(2);
});

it("a failure is told to those that ask, and the next one counts again", async () => {
  let fails = false;
  const counts = new Counts(
    async () => {
      if (fails) throw new Error("away");
      return { waiting: 20_000, inFlight: 0, dead: 0, oldestAt: null, webhooks: {} };
    },
    () => 0,
  );
  await counts.read();
  fails = true;
  await expect(counts.read()).rejects.toThrow("away");
  fails = false;
  expect(await counts.read()).toMatchObject({ waiting: 20_000 });
});
