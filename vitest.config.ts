import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = dirname(fileURLToPath(import.meta.url));
// Tests run on the TypeScript sources: no build first.
// Not "import": Vitest hands the list to Node, where a `require` would then be given ES modules.
const conditions = ["@clustaar/source", "module", "node", "default"];

/** Every workspace folder is one project, named like its package. */
const projects = ["packages", "tooling", "examples"].flatMap((group) => {
  const folder = join(root, group);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, "package.json")));
});

/** Importing the schemas takes longer than most test files: where no file leaves anything behind, they share them. */
const shared = ["schemas", "webhook-core"];

function nameOf(path: string): string {
  return path.slice(root.length + 1).replace(/^packages\//, "");
}

export default defineConfig({
  test: {
    // What a webhook writes to the console is worth reading where a test fails.
    silent: "passed-only",
    // Vitest's default leaves one core idle, which is half of two.
    maxWorkers: availableParallelism(),
    reporters: ["default", join(root, "tooling/summary-reporter.ts")],
    projects: projects.map((path) => ({
      resolve: { conditions },
      ssr: { resolve: { conditions, externalConditions: conditions } },
      test: {
        name: nameOf(path),
        isolate: !shared.includes(nameOf(path)),
        root: path,
        include: ["**/*.test.ts"],
        // What a project's test files share, where there is something.
        globalSetup: [join(path, "vitest.setup.ts")].filter(existsSync),
        // The tests of templates run in the projects that are made of them.
        exclude: ["**/node_modules/**", "**/dist/**", "**/templates/**"],
        testTimeout: 60_000,
        hookTimeout: 60_000,
        passWithNoTests: true,
      },
    })),
  },
});
