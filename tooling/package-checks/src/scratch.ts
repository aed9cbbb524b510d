import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder outside the repository, so that nothing resolves to the workspace by accident; it is removed at the end. */
export function scratchFolder(): string {
  const scratch = mkdtempSync(join(tmpdir(), "clustaar-packages-"));
  process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  return scratch;
}
