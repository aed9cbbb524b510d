import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";

/** Prints `123 passed, 0 failed` as the very last line of a run; a file that cannot load and an unhandled error count as failures. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(
    modules: ReadonlyArray<TestModule>,
    unhandledErrors: ReadonlyArray<unknown>,
    reason: TestRunEndReason,
  ): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    let skipped = 0;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed += 1;
        else if (state === "failed") failed += 1;
        else skipped += 1;
      }
    }
    if (reason === "interrupted") failed += 1;
    const tail = skipped > 0 ? `, ${skipped} skipped` : "";
    process.once("exit", () => {
      process.stdout.write(`${passed} passed, ${failed} failed${tail}\n`);
    });
  }
}
