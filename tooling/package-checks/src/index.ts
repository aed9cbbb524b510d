import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkAlone, checkTogether } from "./consumers.ts";
import { checkContents } from "./contents.ts";
import { checkHovers } from "./hovers.ts";
import { checkWithKnip, checkWithPublint, checkWithTypesWrong } from "./linters.ts";
import { pack } from "./pack.ts";
import { Report } from "./report.ts";
import { checkVersions } from "./versions.ts";
import { publicPackages, repositoryFolder } from "./workspace.ts";

const report = new Report();
// Outside the repository, so that nothing resolves to the workspace by accident.
const scratch = mkdtempSync(join(tmpdir(), "clustaar-packages-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const packages = publicPackages(repositoryFolder);
await report.check("versions are independent", () => checkVersions(repositoryFolder, packages));
await report.check("knip", () => checkWithKnip(repositoryFolder));

const tarballs = await report.check("pack", () => pack(packages, scratch));
if (tarballs) {
  for (const tarball of tarballs) {
    const { name } = tarball.manifest;
    await report.check(`contents ${name}`, () => checkContents(tarball, repositoryFolder));
    await report.check(`publint ${name}`, () => checkWithPublint(tarball));
    await report.check(`types resolve ${name}`, () => checkWithTypesWrong(tarball));
    // Its models are computed from tables, whose comments have to survive the bundling of declarations.
    if (name === "@clustaar/schemas") {
      await report.check(`hovers ${name}`, () => checkHovers(tarball));
    }
  }
  await checkTogether(report, tarballs, "npm", join(scratch, "all-npm"));
  await checkTogether(report, tarballs, "pnpm", join(scratch, "all-pnpm"));
  for (const tarball of tarballs) {
    await checkAlone(report, tarball, tarballs, join(scratch, `alone-${tarball.folder}`));
  }
}
process.exitCode = report.close();
