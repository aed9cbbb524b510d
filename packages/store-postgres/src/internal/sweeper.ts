import process from "node:process";
import type { RunQuery } from "./run-query.ts";

/** Rows that are deleted at a time, so that no statement takes long. */
const AT_A_TIME = 1_000;

/** Deletes what has expired, at most once in an interval, beside the work; a failure becomes a warning of the process. */
export function sweeper(run: RunQuery, statement: string, seconds: number): () => void {
  let next = performance.now();
  let warned = false;

  async function sweep(): Promise<void> {
    try {
      while ((await run(statement, [AT_A_TIME])).rowCount === AT_A_TIME);
    } catch (error) {
      if (warned) return;
      warned = true;
      process.emitWarning(
        `@clustaar/store-postgres cannot delete what has expired: ${(error as Error).message}; the table grows until it can`,
      );
    }
  }

  return () => {
    if (performance.now() < next) return;
    next = performance.now() + seconds * 1000;
    void sweep();
  };
}
