import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Tarball } from "./pack.ts";
import { run } from "./run.ts";

/** publint on the tarball; suggestions count too. */
export async function checkWithPublint(tarball: Tarball): Promise<void> {
  const bytes = readFileSync(tarball.path);
  const { messages, pkg } = await publint({
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
    strict: true,
  });
  const problems = messages.map((message) => {
    return `${message.type}: ${formatMessage(message, pkg ?? {}, { color: false }) ?? message.code}`;
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** are-the-types-wrong on the tarball: every entry point under every resolution. */
export async function checkWithTypesWrong(tarball: Tarball): Promise<void> {
  const { code, output } = await run(
    join(binaries, "attw"),
    [tarball.path, "--format", "ascii", "--no-emoji", "--no-color"],
    dirname(tarball.path),
  );
  if (code !== 0) throw new Error(`the types resolve wrongly\n${output.trim()}`);
}

/** knip over the whole workspace: unused files, exports and dependencies, and unlisted ones. */
export async function checkWithKnip(root: string): Promise<void> {
  const { code, output } = await run(
    join(binaries, "knip"),
    ["--no-progress", "--reporter", "compact"],
    root,
  );
  if (code !== 0) throw new Error(`unused or unlisted code\n${output.trim()}`);
}

const binaries = fileURLToPath(new URL("../node_modules/.bin", import.meta.url));
