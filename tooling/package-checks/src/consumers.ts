import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { type InstallPlan, install, type PackageManager } from "./install.ts";
import type { Tarball } from "./pack.ts";
import type { Report } from "./report.ts";
import { run } from "./run.ts";
import { isProgram } from "./workspace.ts";

/** The ways TypeScript users resolve packages, and the module settings that go with them. */
const resolutions = {
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  node16: { module: "node16", moduleResolution: "node16" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
  // The stricter checks that a fresh `tsc --init` switches on.
  init: {
    module: "nodenext",
    moduleResolution: "nodenext",
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    isolatedModules: true,
  },
} as const;
type Resolution = keyof typeof resolutions;

/** One project with every package, used in every way. */
export async function checkTogether(
  report: Report,
  tarballs: Tarball[],
  manager: PackageManager,
  project: string,
): Promise<void> {
  const label = `with ${manager}, all packages`;
  const plan = { tarballs, direct: tarballs, manager };
  await use(report, label, plan, project, ["nodenext", "node16", "bundler", "init"]);
}

/** One project with a package and what it depends on, and nothing else of ours. */
export async function checkAlone(
  report: Report,
  tarball: Tarball,
  all: Tarball[],
  project: string,
): Promise<void> {
  const tarballs = withDependencies(tarball, all);
  const others = tarballs.filter((other) => other !== tarball).map(({ folder }) => folder);
  const label = `alone${others.length > 0 ? ` (with ${others.join(", ")})` : ""}`;
  await use(report, label, { tarballs, direct: [tarball], manager: "npm" }, project, ["nodenext"]);
}

async function use(
  report: Report,
  label: string,
  plan: InstallPlan & { direct: Tarball[] },
  project: string,
  wanted: Resolution[],
): Promise<void> {
  const subject = plan.direct.map(({ manifest }) => manifest.name).join(", ");
  const installed = await report.check(
    `install ${label}${plan.direct.length === 1 ? `: ${subject}` : ""}`,
    async () => {
      await install(plan, project);
      return `${plan.tarballs.length} of ours`;
    },
  );
  if (installed === undefined) return;
  const consumers: Consumer[] = [];
  for (const tarball of plan.direct) {
    const { name } = tarball.manifest;
    if (isProgram(tarball.manifest)) {
      await report.check(`program ${name} ${label}`, () => runProgram(tarball, project));
      const use = usedProgram(tarball, project);
      if (use !== undefined)
        await report.check(`use ${name} ${label}`, () => runConsumer(project, use));
      continue;
    }
    const written = await report.check(`consumer ${name} ${label}`, () =>
      writeConsumer(tarball, project),
    );
    if (!written) continue;
    consumers.push(written);
    await report.check(`import ${name} ${label}`, () => runConsumer(project, written.esm));
    await report.check(`require ${name} ${label}`, () => runConsumer(project, written.cjs));
  }
  if (consumers.length === 0) return;
  for (const resolution of wanted) {
    await report.check(`typescript ${resolution} ${label}: ${consumers.length} compile`, () =>
      compile(project, consumers, resolution),
    );
    for (const { name, typescript } of consumers) {
      await report.check(`typescript ${resolution} ${name} ${label}`, async () => {
        for (const file of sourcesFor(resolution, typescript)) {
          await runConsumer(project, join(outputOf(resolution), file.replace(/ts$/, "js")));
        }
      });
    }
  }
}

interface Consumer {
  /** The package that it uses. */
  name: string;
  esm: string;
  cjs: string;
  /** Without its extension, which says whether it compiles to ESM (`.mts`) or CommonJS (`.cts`). */
  typescript: string;
}

const snippets = fileURLToPath(new URL("../consumers", import.meta.url));

/** Writes a package's snippet as plain ESM, as plain CommonJS and as TypeScript. */
function writeConsumer(tarball: Tarball, project: string): Consumer {
  const { folder, manifest } = tarball;
  const source = consumerSource(folder, manifest);
  const javascript = (module: ts.ModuleKind) =>
    ts.transpileModule(source, {
      compilerOptions: { module, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    }).outputText;
  const consumer = {
    name: manifest.name,
    esm: `${folder}.mjs`,
    cjs: `${folder}.cjs`,
    typescript: folder,
  };
  writeFileSync(join(project, consumer.esm), javascript(ts.ModuleKind.ESNext));
  writeFileSync(join(project, consumer.cjs), javascript(ts.ModuleKind.CommonJS));
  mkdirSync(join(project, "src"), { recursive: true });
  writeFileSync(join(project, "src", `${folder}.mts`), source);
  writeFileSync(join(project, "src", `${folder}.cts`), source);
  return consumer;
}

/** The text of the program in `consumers/` that uses a package. */
export function consumerSource(folder: string, manifest: Tarball["manifest"]): string {
  const snippet = join(snippets, `${folder}.ts`);
  const file = `tooling/package-checks/consumers/${folder}.ts`;
  if (!existsSync(snippet)) {
    throw new Error(`expected a program that uses ${manifest.name} in ${file}`);
  }
  const source = readFileSync(snippet, "utf8");
  const unused = unusedEntries(source, manifest);
  if (unused.length > 0) {
    throw new Error(
      `expected ${file} to use every entry of ${manifest.name}; it does not import ${unused.join(", ")}`,
    );
  }
  return source;
}

/** The entries of a package, by the names users import, that a program does not import. */
export function unusedEntries(
  source: string,
  { name, exports = {} }: Pick<Tarball["manifest"], "name" | "exports">,
): string[] {
  const imported = ts.preProcessFile(source).importedFiles.map(({ fileName }) => fileName);
  return (
    Object.keys(exports)
      // Data is for editors and tools: ESM and CommonJS import it differently.
      .filter((subpath) => !subpath.endsWith(".json"))
      .map((subpath) => name + subpath.slice(1))
      .filter((entry) => !imported.includes(entry))
  );
}

/** A bundler has no CommonJS of its own: it takes ESM in and gives ESM out. */
function sourcesFor(resolution: Resolution, name: string): string[] {
  return resolution === "bundler" ? [`${name}.mts`] : [`${name}.mts`, `${name}.cts`];
}

function outputOf(resolution: Resolution): string {
  return `out/${resolution}`;
}

/** Compiles the TypeScript consumers strictly, the packages' declarations included. */
async function compile(
  project: string,
  consumers: Consumer[],
  resolution: Resolution,
): Promise<void> {
  const config = `tsconfig.${resolution}.json`;
  const files = consumers.flatMap(({ typescript }) => sourcesFor(resolution, typescript));
  const compilerOptions = {
    ...resolutions[resolution],
    target: "es2022",
    lib: ["es2023"],
    types: ["node"],
    strict: true,
    skipLibCheck: false,
    rootDir: "src",
    outDir: outputOf(resolution),
  };
  writeFileSync(
    join(project, config),
    JSON.stringify({ compilerOptions, files: files.map((file) => `src/${file}`) }),
  );
  const { code, output } = await run(
    process.execPath,
    ["node_modules/typescript/bin/tsc", "-p", config, "--pretty", "false"],
    project,
  );
  if (code !== 0) throw new Error(`the consumers do not compile\n${output.trim()}`);
}

async function runConsumer(project: string, file: string): Promise<void> {
  const { code, stdout, output } = await run(process.execPath, [file], project, 60_000);
  if (code !== 0) throw new Error(`${file} ended with ${code}\n${output.trim()}`);
  // A program whose promise never settles also ends with 0.
  if (stdout.trim() !== "used")
    throw new Error(`${file}: expected it to print \`used\`\n${output}`);
}

/** A program says its version, and needs nothing that is not installed with it. */
async function runProgram({ manifest }: Tarball, project: string): Promise<string> {
  const names = Object.keys(manifest.bin ?? {});
  for (const name of names) {
    const program = join(project, "node_modules/.bin", name);
    const { code, stdout, output } = await run(program, ["--version"], project, 60_000);
    if (code !== 0 || stdout.trim() !== manifest.version) {
      throw new Error(
        `${name} --version: expected ${manifest.version}, got exit status ${code}\n${output.trim()}`,
      );
    }
  }
  return names.join(", ");
}

/** Writes the program in `consumers/` that runs a program's commands, where there is one. */
function usedProgram({ folder }: Tarball, project: string): string | undefined {
  const snippet = join(snippets, `${folder}.ts`);
  if (!existsSync(snippet)) return undefined;
  const file = `${folder}.mjs`;
  const { outputText } = ts.transpileModule(readFileSync(snippet, "utf8"), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  writeFileSync(join(project, file), outputText);
  return file;
}

function withDependencies(tarball: Tarball, all: Tarball[]): Tarball[] {
  const found = new Set<Tarball>();
  const add = (one: Tarball): void => {
    if (found.has(one)) return;
    found.add(one);
    for (const name of Object.keys(one.manifest.dependencies ?? {})) {
      const dependency = all.find(({ manifest }) => manifest.name === name);
      if (dependency) add(dependency);
    }
  };
  add(tarball);
  return [...found];
}
