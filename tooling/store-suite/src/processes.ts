import { storeContract } from "@clustaar/webhook-core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HandlerListeners, handlerOver, LEASE } from "./handle-once.ts";
import { StoreProcess } from "./store-process.ts";
import { newSpace, type OpenStore, type Subject } from "./subject.ts";

/** Seconds a lease of the contract lasts, which passes without waiting. */
const CONTRACT_LEASE = 1000;

/** For what a process does that has to be started first, on a busy machine. */
const PATIENT = { timeout: 30_000 };

let keys = 0;
const newKey = () => `key ${keys++}`;

/** Two processes on one server: what each does is seen by the other, and a process that comes too late changes nothing. */
export function testProcesses(subject: Subject): void {
  const space = newSpace();
  let here: OpenStore;
  let there: StoreProcess;

  beforeAll(async () => {
    [here, there] = await Promise.all([
      subject.open(subject.url, space),
      StoreProcess.start(subject, space),
    ]);
  });
  afterAll(async () => {
    await there?.kill();
    await here?.close();
    await subject.drop(space);
  });

  function handler({ onBegin = () => {}, onReport = () => {} }: Partial<HandlerListeners> = {}) {
    return handlerOver(here.store, { onBegin, onReport });
  }

  describe("keeps the contract, seen from two processes:", () => {
    const storeOf = (process: number) => (process === 0 ? here.store : there.store);
    const pass = (seconds: number) => subject.age(space, seconds);
    const cases = storeContract(storeOf, { lease: CONTRACT_LEASE, pass });
    it.each(cases)("$name", ({ run }) => run());
  });

  it("lets two processes handle each key once between them", async () => {
    const all = Array.from({ length: 40 }, newKey);
    const begun: string[] = [];
    const handle = handler({ onBegin: (key) => begun.push(key) });
    const answers = all.map((key) =>
      Promise.all([
        handle(key, "here", 5),
        there.handle(key, "there", 5),
        handle(key, "here, again", 5),
        there.handle(key, "there, again", 5),
      ]),
    );
    for (const four of await Promise.all(answers)) expect(new Set(four).size).toBe(1);
    const ours = there.began.filter((key) => all.includes(key));
    expect([...begun, ...ours].sort()).toEqual([...all].sort());
  });

  it("keeps the answer of the process that was in time, whatever a paused one says once its lease ran out", async () => {
    const key = newKey();
    const late = there.handle(key, "late", LEASE * 300);
    await expect.poll(() => there.began, PATIENT).toContain(key);
    there.pause();
    expect(await handler()(key, "in time", 0)).toBe("in time");
    there.resume();
    expect(await late).toBe("in time");
    expect(there.reported.join("\n")).toMatch(/the claim of this delivery ran out/);
    expect(await here.store.claim(key, LEASE)).toEqual({ state: "done", value: "in time" });
  });

  it("lets a paused process neither complete, renew nor release what another one has claimed since", async () => {
    const key = newKey();
    const late = await there.store.claim(key, LEASE);
    if (late.state !== "new") return expect.unreachable();
    there.pause();
    const asked = Promise.all([
      there.store.complete(late.token, "late", 60),
      there.store.renew(late.token, 60, "late"),
      there.store.release(late.token),
    ]);
    const claim = () => here.store.claim(key, 60);
    await expect.poll(async () => (await claim()).state, PATIENT).toBe("new");
    there.resume();
    expect((await asked).slice(0, 2)).toEqual([false, false]);
    expect((await claim()).state).toBe("pending");
  });

  it("has the next delivery handled when the process that handled the first one was killed", async () => {
    const key = newKey();
    const killed = await StoreProcess.start(subject, space);
    void killed.handle(key, "never", 60_000);
    await expect.poll(() => killed.began, PATIENT).toContain(key);
    await killed.kill();
    expect(await handler()(key, "the next one", 0)).toBe("the next one");
  });
}
