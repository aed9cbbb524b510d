import { join } from "node:path";
import { undocumentedMembers, userOptions } from "@clustaar/doc-examples/documented-members";
import ts from "typescript";
import type { Tarball } from "./pack.ts";

/** Checks that bundling the declarations has lost no field's documentation, and returns how many there are. */
export function checkHovers(tarball: Tarball): string {
  const entry = join(tarball.unpacked, "dist", "index.d.ts");
  const program = ts.createProgram([entry], userOptions);
  const silent = undocumentedMembers(program, entry, tarball.unpacked);
  if (silent.length > 0) throw new Error(`no hover in index.d.ts for ${silent.join(", ")}`);
  return "every field has one";
}
