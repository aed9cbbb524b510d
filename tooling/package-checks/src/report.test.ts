import { describe, expect, it } from "vitest";
import { Report } from "./report.ts";

function recorded(): { report: Report; lines: string[] } {
  const lines: string[] = [];
  return { report: new Report((line) => lines.push(line)), lines };
}

describe("Report", () => {
  it("says of each check how it went, and counts them last", async () => {
    const { report, lines } = recorded();
    await report.check("quiet", () => undefined);
    await report.check("with sizes", async () => "2 files");
    await report.check("broken", () => {
      throw new Error("the reason\nand a detail");
    });
    expect(report.close()).toBe(1);
    expect(lines).toEqual([
      "ok quiet",
      "ok with sizes (2 files)",
      "not ok broken: the reason",
      "    and a detail",
      "2 passed, 1 failed",
    ]);
  });

  it("takes a run without a check for a failure", () => {
    expect(recorded().report.close()).toBe(1);
  });

  it("is content when every check passed", async () => {
    const { report } = recorded();
    await report.check("fine", () => undefined);
    expect(report.close()).toBe(0);
  });
});
