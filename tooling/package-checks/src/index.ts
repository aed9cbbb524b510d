import { join } from "node:path";
import { checkBundles } from "./bundles.ts";
import { checkAlone, checkTogether } from "./consumers.ts";
import { checkContents } from "./contents.ts";
import { checkHovers } from "./hovers.ts";
import { checkWithKnip, checkWithPublint, checkWithTypesWrong } from "./linters.ts";
import { pack } from "./pack.ts";
import { Report } from "./report.ts";
import { scratchFolder } from "./scratch.ts";
import { checkTemplates } from "./templates.ts";
import { checkVersions } from "./versions.ts";
import { allPackages, publicPackages, repositoryFolder } from "./workspace.ts";

const report = new Report();
/** Folders of packages: only these are checked, and only what concerns one package. None: everything is. */
const only = process.argv.slice(2);
const scratch = scratchFolder();

const packages = publicPackages(repositoryFolder);
for (const folder of only) {
  if (packages.some((each) => each.folder === folder)) continue;
  throw new Error(`there is no public package in packages/${folder}`);
}
await report.check("versions are independent", () => checkVersions(repositoryFolder, packages));
await report.check("knip", () => checkWithKnip(repositoryFolder));

// A project that is started from a template needs what is still private, too.
const all = await report.check("pack", () => pack(allPackages(repositoryFolder), scratch));
if (all) {
  const tarballs = all.filter(({ manifest }) => manifest.private !== true);
  const checked = tarballs.filter(({ folder }) => only.length === 0 || only.includes(folder));
  for (const tarball of checked) {
    const { name } = tarball.manifest;
    await report.check(`contents ${name}`, () => checkContents(tarball, repositoryFolder));
    await report.check(`publint ${name}`, () => checkWithPublint(tarball));
    await report.check(`types resolve ${name}`, () => checkWithTypesWrong(tarball));
    // Its models are computed from tables, whose comments have to survive the bundling of declarations.
    if (name === "@clustaar/schemas") {
      await report.check(`hovers ${name}`, () => checkHovers(tarball));
    }
  }
  if (only.length === 0) {
    await checkTogether(report, tarballs, "npm", join(scratch, "all-npm"));
    await checkBundles(report, join(scratch, "all-npm"));
    await checkTogether(report, tarballs, "pnpm", join(scratch, "all-pnpm"));
  }
  for (const tarball of checked) {
    await checkAlone(report, tarball, tarballs, join(scratch, `alone-${tarball.folder}`));
  }
  if (only.length === 0) await checkTemplates(report, all, join(scratch, "templates"));
}
process.exitCode = report.close();
