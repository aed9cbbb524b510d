import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { completedManifest, manifestProblems } from "./manifest.ts";
import { publicPackages, repositoryFolder } from "./workspace.ts";

// `pnpm manifests`: writes into each package.json what follows from its folder and its sources.
for (const one of publicPackages(repositoryFolder)) {
  const problems = manifestProblems(one);
  if (problems.length === 0) continue;
  writeFileSync(join(one.path, "package.json"), completedManifest(one));
  console.log(`packages/${one.folder}/package.json: written; before`);
  for (const problem of problems) console.log(`  ${problem}`);
}
