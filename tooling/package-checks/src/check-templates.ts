import { join } from "node:path";
import { pack } from "./pack.ts";
import { Report } from "./report.ts";
import { scratchFolder } from "./scratch.ts";
import { checkTemplates } from "./templates.ts";
import { allPackages, repositoryFolder } from "./workspace.ts";

// `pnpm check:templates`: the part of the package checks that a change of a template needs.
const report = new Report();
const scratch = scratchFolder();
const tarballs = await report.check("pack", () => pack(allPackages(repositoryFolder), scratch));
if (tarballs) await checkTemplates(report, tarballs, join(scratch, "templates"));
process.exitCode = report.close();
