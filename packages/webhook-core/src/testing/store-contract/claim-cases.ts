import assert from "node:assert/strict";
import { type ContractCase, claimNew, LONG, resultOf, stateOf } from "./contract-world.ts";

/** Who may handle a key, and what is kept for it. */
export const claimCases: readonly ContractCase[] = [
  [
    "the first claim of a key is new and has no value",
    async ({ store, key }) => {
      const claim = await claimNew(store, key);
      assert.equal(claim.value, undefined);
    },
  ],
  [
    "a claim that holds makes the next one pending, in another process too",
    async ({ store, other, key }) => {
      await claimNew(store, key);
      assert.equal(await stateOf(store, key), "pending");
      assert.equal(await stateOf(other, key), "pending");
    },
  ],
  [
    "of many claims at once exactly one is new",
    async ({ store, other, key }) => {
      const both = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store : other));
      const claims = await Promise.all(both.map(async (each) => each.claim(key, LONG)));
      const states = claims.map(({ state }) => state).sort();
      assert.deepEqual(states, ["new", ...Array.from({ length: 19 }, () => "pending")]);
    },
  ],
  [
    "a completed claim makes the next one done, with the value as it was given",
    async ({ store, other, key }) => {
      const values = [
        "",
        "0",
        "null",
        ' {"a": "b\\u0000"}\r\n',
        "héllo 😀 \u2028",
        "x".repeat(2 ** 20),
      ];
      for (const [index, value] of values.entries()) {
        const { token } = await claimNew(store, `${key}/${index}`);
        assert.equal(await store.complete(token, value, LONG), true);
        assert.equal(await resultOf(store, `${key}/${index}`), value);
        assert.equal(await resultOf(other, `${key}/${index}`), value);
      }
    },
  ],
  [
    "a result is forgotten after its time, and no sooner",
    async ({ store, key, lease, pass }) => {
      const { token } = await claimNew(store, key);
      await store.complete(token, "kept", 4 * lease);
      await pass(2);
      assert.equal(await resultOf(store, key), "kept");
      await pass(3);
      const claim = await claimNew(store, key);
      assert.equal(claim.value, undefined);
    },
  ],
  [
    "a released claim makes the next one new, with another token",
    async ({ store, other, key }) => {
      const first = await claimNew(store, key);
      await store.release(first.token);
      const second = await claimNew(other, key);
      assert.notEqual(second.token, first.token);
    },
  ],
  [
    "keys that look alike are different keys",
    async ({ store, key }) => {
      const alike = [
        "",
        "/",
        " ",
        ":",
        "::",
        "*",
        "?",
        "%",
        "_",
        "'",
        '"',
        "\\",
        "\n",
        "é",
        "e\u0301",
        "A",
        "a",
      ];
      for (const end of alike) {
        const { token } = await claimNew(store, `${key}${end}`);
        await store.complete(token, `ends in ${end}`, LONG);
      }
      for (const end of alike) {
        assert.equal(await resultOf(store, `${key}${end}`), `ends in ${end}`);
      }
    },
  ],
  [
    "a token is good for its own key only",
    async ({ store, key }) => {
      const first = await claimNew(store, `${key}/1`);
      await claimNew(store, `${key}/2`);
      await store.complete(first.token, "one", LONG);
      assert.equal(await stateOf(store, `${key}/2`), "pending");
    },
  ],
  [
    "`settled`, if there is one, settles when the claim is completed or released",
    async ({ store, key }) => {
      for (const end of ["complete", "release"] as const) {
        const { token } = await claimNew(store, `${key}/${end}`);
        const next = await store.claim(`${key}/${end}`, LONG);
        assert.ok(next.state === "pending");
        if (end === "complete") await store.complete(token, "done", LONG);
        else await store.release(token);
        await next.settled;
        assert.equal(await stateOf(store, `${key}/${end}`), end === "complete" ? "done" : "new");
      }
    },
  ],
];
