import { afterAll, beforeAll, expect, it } from "vitest";
import { botOver, type TakeTurn, type TurnAnswer } from "./bot-over.ts";
import { StoreProcess } from "./store-process.ts";
import { newSpace, type OpenStore, type Subject } from "./subject.ts";

/** For what a process does that has to be started first, on a busy machine. */
const PATIENT = { timeout: 30_000 };

/** The turns of a conversation that reach two processes, one of which is paused or killed. */
export function testTurns(subject: Subject): void {
  const space = newSpace();
  let opened: OpenStore;
  let there: StoreProcess;
  let here: TakeTurn;

  beforeAll(async () => {
    [opened, there] = await Promise.all([
      subject.open(subject.url, space),
      StoreProcess.start(subject, space),
    ]);
    here = botOver(opened.store, { onBegin: () => {}, onReport: () => {} });
  });
  afterAll(async () => {
    await there?.kill();
    await opened?.close();
    await subject.drop(space);
  });

  it("are all handled with `queue`, and no two at once", async () => {
    const turns = Array.from({ length: 12 }, (_, number) =>
      (number % 2 === 0 ? here : there.turn)("queue", "queueing", `text ${number}`, 10),
    );
    const answers = await Promise.all(turns);
    const runs = answers.map(({ says }) => says).sort((a, b) => (a?.began ?? 0) - (b?.began ?? 0));
    for (const [number, run] of runs.entries()) {
      const before = runs[number - 1];
      expect(run?.began).toBeGreaterThanOrEqual(before?.ended ?? 0);
    }
    // Each process keeps the order in which it got them.
    for (const own of [0, 1]) {
      const numbers = runs.map((run) => Number(run?.text.slice(5))).filter((n) => n % 2 === own);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
  });

  it("get the last one's answer with `latest`: the handler in the other process is stopped", async () => {
    const first = there.turn("latest", "in a hurry", "stopped", 60_000);
    await expect.poll(() => there.began, PATIENT).toContain("stopped");
    const second = await here("latest", "in a hurry", "last", 0);
    expect(second.says?.text).toBe("last");
    expect(await first).toEqual({ status: 200 } satisfies TurnAnswer);
  });

  it("go on without a paused process, whose handler is stopped once it wakes up", async () => {
    const late = there.turn("queue", "patient", "late", 60_000);
    await expect.poll(() => there.began, PATIENT).toContain("late");
    there.pause();
    expect((await here("queue", "patient", "next", 0)).says?.text).toBe("next");
    there.resume();
    expect(await late).toEqual({ status: 409 });
    expect(there.reported.join()).toMatch(/the turn ran out/);
  });

  it("go on without a process that was killed", async () => {
    const killed = await StoreProcess.start(subject, space);
    void killed.turn("queue", "left alone", "never", 60_000);
    await expect.poll(() => killed.began, PATIENT).toContain("never");
    await killed.kill();
    expect((await here("queue", "left alone", "next", 0)).says?.text).toBe("next");
  });
}
