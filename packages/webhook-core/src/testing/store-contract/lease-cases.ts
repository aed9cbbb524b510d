import assert from "node:assert/strict";
import { type ContractCase, claimNew, LONG, resultOf, stateOf } from "./contract-world.ts";

/** How long a claim holds, and what a token can do that is lost. */
export const leaseCases: readonly ContractCase[] = [
  [
    "a claim that ran out makes the next one new, with another token",
    async ({ store, other, key, lease, pass }) => {
      const first = await claimNew(store, key, 2 * lease);
      await pass(1);
      assert.equal(await stateOf(other, key), "pending");
      await pass(2);
      const second = await claimNew(other, key);
      assert.notEqual(second.token, first.token);
    },
  ],
  [
    "a renewed claim holds for another lease from then on",
    async ({ store, other, key, lease, pass }) => {
      const { token } = await claimNew(store, key, 3 * lease);
      for (let time = 0; time < 3; time++) {
        await pass(2);
        assert.equal(await store.renew(token, 3 * lease), true);
      }
      await pass(1);
      assert.equal(await stateOf(other, key), "pending");
      await pass(3);
      assert.equal(await stateOf(other, key), "new");
    },
  ],
  [
    "a renewed claim can be completed and released",
    async ({ store, key }) => {
      const first = await claimNew(store, `${key}/1`);
      await store.renew(first.token, LONG);
      assert.equal(await store.complete(first.token, "done", LONG), true);
      assert.equal(await resultOf(store, `${key}/1`), "done");
      const second = await claimNew(store, `${key}/2`);
      await store.renew(second.token, LONG);
      await store.release(second.token);
      assert.equal(await stateOf(store, `${key}/2`), "new");
    },
  ],
  [
    "the token of an expired claim changes nothing",
    async ({ store, key, lease, pass }) => {
      const { token } = await claimNew(store, key, lease);
      await pass(2);
      assert.equal(await store.renew(token, LONG, "late"), false);
      assert.equal(await store.complete(token, "late", LONG), false);
      await store.release(token);
      const claim = await claimNew(store, key);
      assert.equal(claim.value, undefined);
    },
  ],
  [
    "the token of an expired claim changes nothing of the claim after it: a late `complete` never overwrites",
    async ({ store, other, key, lease, pass }) => {
      const late = await claimNew(store, key, lease);
      await pass(2);
      const { token } = await claimNew(other, key);
      assert.equal(await store.renew(late.token, LONG, "late"), false);
      assert.equal(await store.complete(late.token, "late", LONG), false);
      await store.release(late.token);
      assert.equal(await stateOf(store, key), "pending");
      assert.equal(await other.complete(token, "in time", LONG), true);
      assert.equal(await store.complete(late.token, "late", LONG), false);
      await store.release(late.token);
      assert.equal(await resultOf(store, key), "in time");
    },
  ],
  [
    "the token of a completed claim changes nothing",
    async ({ store, key }) => {
      const { token } = await claimNew(store, key);
      await store.complete(token, "first", LONG);
      assert.equal(await store.complete(token, "second", LONG), false);
      assert.equal(await store.renew(token, LONG, "second"), false);
      await store.release(token);
      assert.equal(await resultOf(store, key), "first");
    },
  ],
  [
    "the token of a released claim changes nothing",
    async ({ store, key }) => {
      const { token } = await claimNew(store, key);
      await store.release(token);
      assert.equal(await store.renew(token, LONG, "late"), false);
      assert.equal(await store.complete(token, "late", LONG), false);
      const next = await claimNew(store, key);
      assert.equal(next.value, undefined);
      await store.release(token);
      assert.equal(await stateOf(store, key), "pending");
    },
  ],
];
