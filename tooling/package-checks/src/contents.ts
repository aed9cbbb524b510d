import { statSync } from "node:fs";
import { builtinModules } from "node:module";
import ts from "typescript";
import { type PackedFile, packedFiles, type Tarball } from "./pack.ts";
import { isProgram } from "./workspace.ts";

/** Checks what is inside a tarball and returns its sizes. */
export function checkContents(tarball: Tarball, root: string): string {
  const files = packedFiles(tarball.unpacked);
  const problems = contentProblems(files, tarball.manifest, root);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const unpacked = files.reduce((sum, { size }) => sum + size, 0);
  return `${files.length} files, ${kilobytes(statSync(tarball.path).size)} packed, ${kilobytes(unpacked)} unpacked`;
}

const required = ["package.json", "README.md", "LICENSE"];
const builds = ["dist/index.js", "dist/index.cjs"];
const allowed =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|\w+\.schema\.json|dist\/[\w./-]+\.(js|cjs|d\.ts|d\.cts|js\.map|cjs\.map))$/;
/** A program brings its pages and the files that it writes for users, their tests included. */
const allowedInPrograms = /^(dist\/[\w./-]+\.(html|css|svg)|templates\/[\w./-]+)$/;

/** What is missing from a package's files, what should not be there, and what its manifest lacks. */
export function contentProblems(
  files: PackedFile[],
  manifest: Tarball["manifest"],
  root: string,
): string[] {
  const names = files.map(({ name }) => name);
  const serialised = JSON.stringify(manifest);
  const program = isProgram(manifest);
  const entries = program
    ? Object.values(manifest.bin ?? {}).map((path) => path.replace(/^\.\//, ""))
    : builds;
  const own = root.replace(/[\\/]$/, "");
  return [
    ...[...required, ...entries]
      .filter((name) => !names.includes(name))
      .map((name) => `${name} is missing`),
    ...names
      .filter((name) => !(program && allowedInPrograms.test(name)))
      .filter((name) => !allowed.test(name) || /\.test\./.test(name))
      .map((name) => `${name} should not be published`),
    ...files
      .filter(({ text }) => text.includes(own))
      .map(({ name }) => `${name} names a folder of the machine it was built on`),
    ...files.flatMap(bareBuiltins),
    // Scripts may name it: they are for this repository.
    ...(JSON.stringify(manifest.exports ?? {}).includes("@clustaar/source")
      ? ["package.json still has the source condition; publishConfig.exports must leave it out"]
      : []),
    ...(serialised.includes('"workspace:')
      ? Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })
          .filter(([, range]) => range.startsWith("workspace:"))
          .map(([name, range]) => `${name} is still ${range} in package.json`)
      : []),
    ...(["repository", "homepage", "bugs"] as const)
      .filter((field) => manifest[field] === undefined)
      .map((field) => `package.json: ${field} is missing`),
    ...expected("sideEffects", manifest.sideEffects, false),
    ...expected("license", manifest.license, "MIT"),
    ...expected("type", manifest.type, "module"),
    ...expected("engines.node", manifest.engines?.node, ">=20.19.0"),
  ];
}

/** Builtins that a built file imports without `node:`: bundlers and hosts that are not Node.js look for a package of that name. */
function bareBuiltins({ name, text }: PackedFile): string[] {
  if (!/\.(js|cjs|d\.ts|d\.cts)$/.test(name)) return [];
  const imported = ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName);
  return [...new Set(imported)]
    .filter((specifier) => builtinModules.includes(specifier))
    .map(
      (specifier) =>
        `${name} imports "${specifier}": expected "node:${specifier}" (removeNodeProtocol: false in tsup.base.ts keeps it)`,
    );
}

function expected(field: string, actual: unknown, wanted: unknown): string[] {
  if (actual === wanted) return [];
  return [
    `package.json: expected ${field} ${JSON.stringify(wanted)}, got ${JSON.stringify(actual)}`,
  ];
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
