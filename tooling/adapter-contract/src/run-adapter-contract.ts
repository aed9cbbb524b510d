import { describe, expect, it } from "vitest";
import { type CaseName, cases } from "./cases.ts";
import type { ContractHost } from "./host.ts";

/** Runs the one suite of all adapters over a host; `leavesOut` names the cases that make no sense there, each with its reason. */
export function runAdapterContract(
  name: string,
  createHost: () => ContractHost,
  { leavesOut = {} }: { leavesOut?: Partial<Record<CaseName, string>> } = {},
): void {
  describe(`the adapter contract over ${name}`, () => {
    for (const [title, run] of Object.entries(cases)) {
      if (!(title in leavesOut)) it(title, () => run(createHost()));
    }
    for (const [title, reason] of Object.entries(leavesOut)) {
      it(`leaves out "${title}": ${reason}`, () => {
        expect(Object.keys(cases)).toContain(title);
        expect(reason).toMatch(/\w+ \w+ \w+/);
      });
    }
  });
}
