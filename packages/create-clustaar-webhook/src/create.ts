import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { askFolder, askHost } from "./ask.ts";
import { type ExitStatus, exitStatus, RefusedError, UsageError } from "./failures.ts";
import { helpText } from "./help.ts";
import { type HostName, hostNames, hosts, isHostName } from "./hosts.ts";
import type { Io } from "./io.ts";
import { version } from "./own-versions.ts";
import { type PackageManager, packageManagerOf } from "./package-manager.ts";
import { checkEmpty, planProject, writeProject } from "./project.ts";

/** Runs one command line, without the program's own name, and gives the exit status; never throws. */
export async function runCreate(args: readonly string[], io: Io): Promise<ExitStatus> {
  const json = args.includes("--json");
  try {
    const { values, positionals } = parse(args);
    if (values.help || values.version) {
      io.stdout.write(values.help ? helpText : `${version}\n`);
      return exitStatus.ok;
    }
    await create(io, positionals, values.host, json);
    return exitStatus.ok;
  } catch (error) {
    const isOurs = error instanceof UsageError || error instanceof RefusedError;
    const message = error instanceof Error ? error.message : String(error);
    if (json) io.stdout.write(`${JSON.stringify({ error: { message } }, null, 2)}\n`);
    else io.stderr.write(`create-clustaar-webhook: ${isOurs ? message : stackOf(error)}\n`);
    return error instanceof RefusedError ? exitStatus.failed : exitStatus.unusable;
  }
}

async function create(
  io: Io,
  [given, ...more]: readonly string[],
  host: string | undefined,
  json: boolean,
): Promise<void> {
  if (more.length > 0) {
    throw new UsageError(`expected one folder, got ${[given, ...more].join(", ")}`);
  }
  if (host !== undefined && !isHostName(host)) {
    throw new UsageError(`--host: expected ${hostNames.join(", ")}, got ${host}`);
  }
  const manager = packageManagerOf(io.env.npm_config_user_agent);
  const check = (folder: string) => {
    const path = resolve(io.cwd, folder);
    checkEmpty(path, folder);
    // Its name is checked too, before the next question.
    planProject(path, host ?? "node", manager);
  };
  if (given !== undefined) check(given);
  const isComplete = given !== undefined && host !== undefined;
  if (!isComplete && (json || !io.stdin.isTTY || !io.stdout.isTTY)) {
    throw new UsageError(
      `without a terminal to ask in, give both a folder and a host: npm create clustaar-webhook@latest ${given ?? "my-bot"} -- --host ${host ?? "express"}`,
    );
  }
  const folder = given ?? (await askFolder(io, check));
  const hostName = host ?? (await askHost(io));
  const path = resolve(io.cwd, folder);
  const project = planProject(path, hostName, manager);
  writeProject(path, project);
  const files = [...project.files.keys()].sort();
  report(io, { path, hostName, manager, name: project.name, files }, json);
}

interface Written {
  readonly path: string;
  readonly hostName: HostName;
  readonly manager: PackageManager;
  readonly name: string;
  readonly files: readonly string[];
}

function report(io: Io, { path, hostName, manager, name, files }: Written, json: boolean): void {
  const below = relative(io.cwd, path) || ".";
  const folder = below.startsWith("..") ? path : below;
  const commands = [
    ...(folder === "." ? [] : [`cd ${quoted(folder)}`]),
    `${manager} install`,
    `${manager} run dev`,
  ];
  if (json) {
    const written = { folder: path, host: hostName, name, files, commands };
    io.stdout.write(`${JSON.stringify(written, null, 2)}\n`);
    return;
  }
  io.stdout.write(
    [
      `\nA bot on ${hosts[hostName].title} is in ${folder}: ${files.length} files. Next:\n`,
      ...commands.map((command) => `  ${command}`),
      `\nThe last one opens the playground, where you talk to the bot. Its conversations are tests: ${manager} test.\n`,
    ].join("\n"),
  );
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        host: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
      },
    });
  } catch (error) {
    // Node's own words name the option.
    throw new UsageError(`${(error as Error).message.split(". ")[0]}; see --help`);
  }
}

/** A folder as a shell takes it. */
function quoted(folder: string): string {
  return /^[\w./~-]+$/.test(folder) ? folder : `"${folder.replace(/["\\$`]/g, "\\$&")}"`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
