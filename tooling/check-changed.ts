import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// `pnpm check:changed [BASE]`: format, lint and types of everything, which is quick, and the tests that BASE (default main)
// and what is not committed yet can have broken.
const root = fileURLToPath(new URL("..", import.meta.url));
const base = process.argv[2] ?? "main";

/** Every file that differs from where this branch left `base`, committed or not, relative to the root. */
function changedFiles(): string[] {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\n").filter(Boolean);
  const [left] = git("merge-base", base, "HEAD");
  const files = [
    ...git("diff", "--name-only", left ?? base),
    ...git("ls-files", "--others", "--exclude-standard"),
  ];
  return [...new Set(files)].filter((file) => existsSync(join(root, file)));
}

/** The tests of a workspace; those of the guides for what stands outside of any. */
function testsAround(file: string): string[] {
  const workspace =
    /^(packages|tooling|examples)\/[^/]+(?=\/)/.exec(file)?.[0] ?? "tooling/guide-checks";
  return readdirSync(join(root, workspace), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts") && !name.includes("node_modules"))
    .map((name) => `${workspace}/${name}`);
}

const files = changedFiles();
// Vitest follows imports. What nobody imports (Markdown, data, manifests) may be read by any test around it.
const related = new Set(
  files.flatMap((file) => (/\.m?ts$/.test(file) ? [file] : testsAround(file))),
);

const steps = [
  ["biome", "check", "."],
  ["tsc", "--noEmit", "-p", "tsconfig.json"],
  ...(related.size > 0 ? [["vitest", "related", "--run", "--passWithNoTests", ...related]] : []),
];
console.log(`${files.length} files differ from ${base}`);
for (const [command = "", ...args] of steps) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}
