import { describe } from "vitest";
import { testKilledServer } from "./killed-server.ts";
import { testProcesses } from "./processes.ts";
import { testSlowServer } from "./slow-server.ts";
import type { Subject } from "./subject.ts";
import { testTurns } from "./turns.ts";

/** Registers what every store that instances share has to stand, on real servers. */
export function runStoreSuite(name: string, subject: Subject): void {
  const reason = subject.absent ? ` (${subject.absent})` : "";
  describe.skipIf(subject.absent)(`${name}, by two processes,${reason}`, () =>
    testProcesses(subject),
  );
  describe.skipIf(subject.absent)(`${name}, on a slow server,${reason}`, () =>
    testSlowServer(subject),
  );
  describe.skipIf(subject.absent)(`turns over ${name}${reason}`, () => testTurns(subject));
  describe(`${name}`, () => testKilledServer(subject));
}
