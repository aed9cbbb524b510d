import { describe, expect, it } from "vitest";
import { storeContract } from "../testing/index.ts";
import { memoryStore } from "./index.ts";

/** A store whose clock stands where the test puts it, in seconds. */
function clocked(options: Parameters<typeof memoryStore>[0] = {}) {
  let now = 0;
  const store = memoryStore({ ...options, now: () => now });
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  /** Claims and completes. */
  const keep = (key: string, value: string, ttl = 60) => {
    const claim = store.claim(key, 60);
    return claim.state === "new" && store.complete(claim.token, value, ttl);
  };
  return { store, pass, keep };
}

describe("memoryStore keeps the contract:", () => {
  const { store, pass } = clocked();
  it.each(storeContract(() => store, { pass }))("$name", ({ run }) => run());
});

describe("memoryStore", () => {
  it("stays within its bounds, the oldest going first", () => {
    const { store, keep } = clocked({ maxEntries: 2 });
    for (const key of ["a", "b", "c"]) keep(key, key);
    expect(store.size).toBe(2);
    expect(store.claim("a", 60).state).toBe("new");
    expect(store.claim("c", 60).state).toBe("done");
  });

  it("counts the bytes of keys and values, progress included", () => {
    const { store, keep } = clocked({ maxBytes: 100 });
    for (const key of ["a", "b", "c"]) keep(key, "x".repeat(30));
    expect(store.size).toBe(1);
    keep("far too large", "x".repeat(1000));
    expect(store.size).toBe(0);

    const claim = store.claim("d", 60);
    if (claim.state !== "new") return expect.unreachable();
    for (let turn = 0; turn < 10; turn++) store.renew(claim.token, 60, "x".repeat(40));
    store.release(claim.token);
    expect(store.claim("d", 60)).toMatchObject({ state: "new", value: "x".repeat(40) });
    store.claim("e", 60);
    expect(store.size).toBe(3);
  });

  it("frees what has expired without being asked for it", () => {
    const { store, keep, pass } = clocked();
    for (let index = 0; index < 100; index++) {
      keep(`${index}`, "x", 10);
      pass(1);
    }
    expect(store.size).toBeLessThanOrEqual(10);
  });

  it("drops claims that nobody comes back for", () => {
    const { store, pass } = clocked();
    for (let index = 0; index < 1000; index++) store.claim(`${index}`, 10);
    pass(10);
    store.claim("new", 10);
    expect(store.size).toBe(1);
  });

  it("tells who waits that a claim is settled", async () => {
    const { store } = clocked();
    const claim = store.claim("a", 60);
    const next = store.claim("a", 60);
    if (claim.state !== "new" || next.state !== "pending") return expect.unreachable();
    store.renew(claim.token, 60);
    store.complete(claim.token, "done", 60);
    expect(await next.settled).toBeUndefined();
  });

  it.each([
    [{ maxEntries: 0 }, /maxEntries: expected a number of values from 1 up, got 0/],
    [{ maxBytes: "1" }, /maxBytes/],
    [{ now: 0 }, /now: expected a function/],
    [{ max: 1 }, /unknown option "max"/],
  ])("is not built with %j", (options, message) => {
    // Built wrongly on purpose.
    expect(() => memoryStore(options as never)).toThrow(message);
  });
});
