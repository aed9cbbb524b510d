import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { builtinModules } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import ts from "typescript";
import type { Tarball } from "./pack.ts";
import { ProcessGroup } from "./process-group.ts";
import type { Report } from "./report.ts";
import { run, runOrThrow } from "./run.ts";
import { type Manifest, readManifest } from "./workspace.ts";

const CREATE = "create-clustaar-webhook";
const KEY = "the key of the package checks";
/** The first step of the templates' bot. */
const STEP = "507f191e810c19729de860ea";

/** Starts a project from each template as a user does, and runs what its README says: types, tests, `dev`, `start`. */
export async function checkTemplates(
  report: Report,
  tarballs: Tarball[],
  folder: string,
): Promise<void> {
  const create = tarballs.find(({ manifest }) => manifest.name === CREATE);
  if (create === undefined) return;
  const projects = await report.check("templates: created", () => createProjects(create, folder));
  if (projects === undefined) return;
  for (const project of projects) {
    await report.check(`template ${project.host}: declares what it imports`, () =>
      checkImports(project),
    );
  }
  const installed = await report.check("templates: installed", () =>
    installProjects(projects, tarballs, folder),
  );
  if (installed === undefined) return;
  // Two at a time, as many as the smallest machines have cores; the slowest first.
  const waiting = [...projects].sort((a) => (a.host === "next" ? -1 : 1));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await checkProject(report, next);
  };
  await Promise.all([work(), work()]);
  // Last, with the test that each playground saved.
  await report.check("templates: types, all hosts but Next.js", () => checkTypes(projects, folder));
}

/** A project that was made of a template. */
interface Project {
  readonly host: string;
  readonly path: string;
  readonly manifest: Manifest & { readonly scripts: Readonly<Record<string, string>> };
}

/** Makes a project a template, each in a folder of its own. */
async function createProjects(create: Tarball, folder: string): Promise<Project[]> {
  mkdirSync(join(folder, "create"), { recursive: true });
  writeFileSync(join(folder, "create/package.json"), '{ "private": true }');
  await npmInstall(join(folder, "create"), [create.path]);
  const program = join(folder, "create/node_modules/.bin", CREATE);
  const hosts = readdirSync(join(create.unpacked, "templates")).filter((name) => name !== "shared");
  const projects: Project[] = [];
  for (const host of hosts) {
    const { stdout } = await runOrThrow(program, [`${host}-bot`, "--host", host, "--json"], folder);
    const { folder: path } = JSON.parse(stdout) as { folder: string };
    projects.push({ host, path, manifest: readManifest(path) as Project["manifest"] });
  }
  return projects;
}

/** The projects share one installation, which would hide what a template forgets to declare. */
export function checkImports({ path, manifest }: Project): string {
  const declared = { ...manifest.dependencies, ...manifest.devDependencies };
  const names = new Set<string>();
  for (const file of sourcesOf(path)) {
    const source = readFileSync(join(path, file), "utf8");
    for (const { fileName } of ts.preProcessFile(source).importedFiles) {
      const [scope = "", name] = fileName.split("/");
      if (scope.startsWith(".") || builtinModules.includes(fileName.replace("node:", ""))) continue;
      names.add(scope.startsWith("@") ? `${scope}/${name}` : scope);
    }
  }
  // A script begins with the name of a program, which its package may have under another name.
  for (const script of Object.values(manifest.scripts)) {
    const program = script.split(" ")[0] ?? "";
    names.add({ clustaar: "@clustaar/cli", tsc: "typescript" }[program] ?? program);
  }
  const missing = [...names].filter((name) => declared[name] === undefined);
  if (missing.length > 0) throw new Error(`expected it to declare ${missing.join(", ")}`);
  return `${names.size} packages`;
}

function sourcesOf(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.tsx?$/.test(file),
  );
}

/** Installs what all projects need into the folder around them, ours from the tarballs. */
async function installProjects(
  projects: Project[],
  tarballs: Tarball[],
  folder: string,
): Promise<string> {
  const all: Record<string, string> = {};
  for (const { manifest } of projects) {
    for (const [name, range] of Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
    })) {
      if (all[name] !== undefined && all[name] !== range) {
        throw new Error(`${name}: expected one range in all templates, got ${all[name]}, ${range}`);
      }
      all[name] = range;
    }
  }
  const overrides: Record<string, string> = {};
  for (const { manifest, path } of tarballs) {
    const range = all[manifest.name];
    if (range !== undefined && range !== `^${manifest.version}`) {
      throw new Error(`${manifest.name}: expected ^${manifest.version}, got ${range}`);
    }
    overrides[manifest.name] = `file:${path}`;
  }
  const dependencies = Object.fromEntries(
    Object.entries(all).map(([name, range]) => [name, overrides[name] ?? range]),
  );
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, dependencies, overrides }),
  );
  const start = performance.now();
  await npmInstall(folder);
  return `${Object.keys(all).length} direct, ${seconds(start)}`;
}

async function npmInstall(folder: string, specs: string[] = []): Promise<void> {
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
  await runOrThrow("npm", ["install", ...flags, ...specs], folder);
}

/** One run for all projects that have the shared settings: the libraries are read once. `next build` checks its own. */
async function checkTypes(projects: Project[], folder: string): Promise<string> {
  const shared = projects.filter(({ host }) => host !== "next");
  const settings = shared.map(({ path }) => readFileSync(join(path, "tsconfig.json"), "utf8"));
  if (new Set(settings).size !== 1) throw new Error("expected one tsconfig.json in all of them");
  const own = shared.map(({ path }) => path.slice(folder.length + 1));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: `./${own[0]}/tsconfig.json`, include: own }),
  );
  const start = performance.now();
  const tsc = join(folder, "node_modules/.bin/tsc");
  const { stdout } = await runOrThrow(tsc, ["-p", ".", "--listFiles"], folder);
  for (const { path } of shared) {
    if (!stdout.includes(join(path, "webhook.ts"))) throw new Error(`${path} was left out`);
  }
  return `${own.length} projects, ${seconds(start)}`;
}

/** Runs the scripts of one project: `dev`, the tests, the build if it has one, and `start`. */
async function checkProject(report: Report, project: Project): Promise<void> {
  const { host, path, manifest } = project;
  await report.check(`template ${host}: npm run dev`, () => timed(() => checkDev(path)));
  await report.check(`template ${host}: npm test`, () => timed(() => npm(["test"], path)));
  if (manifest.scripts.build !== undefined) {
    await report.check(`template ${host}: npm run build`, () =>
      timed(() => npm(["run", "build"], path)),
    );
  }
  await report.check(`template ${host}: npm start`, () => timed(() => checkStart(project)));
}

/** Talks to the bot in the playground, and keeps the conversation as a test: it is run and type-checked with the others. */
async function checkDev(path: string): Promise<void> {
  await whileRunning(path, ["run", "dev", "--", "--port", "0"], {}, async (server) => {
    const page = new URL(await server.printed(/Playground:\s+(http:\S+)/));
    const call = async (name: string, body: object) => {
      const authorization = `Bearer ${page.searchParams.get("token")}`;
      const request = { method: "POST", headers: { authorization }, body: JSON.stringify(body) };
      const answer = await fetch(new URL(`/api/${name}`, page), request);
      if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
    };
    await checkAnswers(path, new URL("/webhook", page).href);
    await call("play", { type: "say", text: "a jacket" });
    await call("play", { type: "click", title: "M" });
    await call("save-test", { name: "saved" });
  });
}

async function checkStart({ host, path }: Project): Promise<void> {
  const port = String(await freePort());
  await whileRunning(path, ["start"], { PORT: port }, async (server) => {
    await server.printed(host === "next" ? /Ready in/ : new RegExp(`:${port}/webhook`));
    await checkAnswers(path, `http://localhost:${port}/webhook`);
  });
}

/** Starts a server with npm, uses it, and presses Ctrl-C, which leaves no process behind. */
async function whileRunning(
  path: string,
  args: string[],
  env: Readonly<Record<string, string>>,
  use: (server: ProcessGroup) => Promise<void>,
): Promise<void> {
  const server = new ProcessGroup("npm", args, path, { CLUSTAAR_PRIVATE_KEY: KEY, ...env });
  try {
    await use(server);
    await server.interrupt();
  } finally {
    server.kill();
  }
}

/** Sends the bot a signed step with `clustaar send`, as its README says, and an unsigned one. */
async function checkAnswers(path: string, url: string): Promise<void> {
  const clustaar = join(path, "../node_modules/.bin/clustaar");
  const args = ["send", "--url", url, "--key", KEY, "--set", `data.step.id=${STEP}`];
  const sent = await run(clustaar, args, path, 60_000);
  if (sent.code !== 0 || !sent.stdout.includes("What would you like?")) {
    throw new Error(`the signed step: exit status ${sent.code}\n${sent.output}`);
  }
  const { status } = await fetch(url, { method: "POST", body: "{}" });
  if (status !== 401) throw new Error(`the unsigned step: expected 401, got ${status}`);
}

async function npm(args: string[], path: string): Promise<void> {
  const telemetry = { NEXT_TELEMETRY_DISABLED: "1" };
  const { code, output } = await run("npm", args, path, 300_000, telemetry);
  if (code !== 0) throw new Error(`npm ${args.join(" ")} ended with ${code}\n${output.trim()}`);
}

async function timed(work: () => Promise<void>): Promise<string> {
  const start = performance.now();
  await work();
  return seconds(start);
}

function seconds(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
