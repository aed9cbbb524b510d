import assert from "node:assert/strict";
import { type ContractCase, claimNew, LONG, resultOf } from "./contract-world.ts";

/** What a claim leaves behind for the next one. */
export const progressCases: readonly ContractCase[] = [
  [
    "the progress of a released claim is the value of the next one",
    async ({ store, other, key }) => {
      const { token } = await claimNew(store, key);
      assert.equal(await store.renew(token, LONG, "half 😀"), true);
      await store.release(token);
      assert.equal((await claimNew(other, key)).value, "half 😀");
    },
  ],
  [
    "the progress of a claim that ran out is the value of the next one",
    async ({ store, other, key, lease, pass }) => {
      const { token } = await claimNew(store, key);
      await store.renew(token, lease, "half");
      await pass(2);
      assert.equal((await claimNew(other, key)).value, "half");
    },
  ],
  [
    "the latest progress counts, the empty string too, and renewing without any leaves it",
    async ({ store, key }) => {
      let claim = await claimNew(store, key);
      for (const value of ["one", "two", ""]) {
        await store.renew(claim.token, LONG, "before");
        await store.renew(claim.token, LONG, value);
        await store.renew(claim.token, LONG);
        await store.release(claim.token);
        claim = await claimNew(store, key);
        assert.equal(claim.value, value);
      }
    },
  ],
  [
    "progress outlives a claim that adds none",
    async ({ store, key }) => {
      const first = await claimNew(store, key);
      await store.renew(first.token, LONG, "half");
      await store.release(first.token);
      const second = await claimNew(store, key);
      await store.release(second.token);
      assert.equal((await claimNew(store, key)).value, "half");
    },
  ],
  [
    "progress is forgotten after its time, and no sooner",
    async ({ store, key, lease, pass }) => {
      const first = await claimNew(store, key);
      await store.renew(first.token, LONG, "half", 4 * lease);
      await store.release(first.token);
      await pass(2);
      const second = await claimNew(store, key);
      assert.equal(second.value, "half");
      await store.release(second.token);
      await pass(3);
      assert.equal((await claimNew(store, key)).value, undefined);
    },
  ],
  [
    "a result takes the place of progress, and when it is forgotten, so is the progress",
    async ({ store, key, lease, pass }) => {
      const { token } = await claimNew(store, key);
      await store.renew(token, LONG, "half");
      assert.equal(await store.complete(token, "whole", 2 * lease), true);
      assert.equal(await resultOf(store, key), "whole");
      await pass(3);
      assert.equal((await claimNew(store, key)).value, undefined);
    },
  ],
];
