import { spawn } from "node:child_process";

/** How a child process ended, and what it said. */
export interface RunResult {
  code: number | null;
  stdout: string;
  /** Both streams, in the order they came. */
  output: string;
}

// What the package manager around us tells its own script; passed on, it would lead the next one
// back into this repository. Everything else, the machine's own settings included, is passed on.
const ours =
  /^(npm_package_|npm_lifecycle_|npm_command$|npm_execpath$|npm_node_execpath$|npm_config_(local_prefix|npm_version|user_agent|node_gyp|allow_scripts)$|pnpm_|PNPM_SCRIPT|INIT_CWD$|NODE_OPTIONS$|NODE_PATH$)/i;

/** The environment without what belongs to this repository, and without colours. */
export function outerEnvironment(): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
  return { ...env, NO_COLOR: "1", FORCE_COLOR: "0" };
}

/** Runs a program in `cwd` without input and waits for its end, `timeout` milliseconds at most. */
export function run(
  command: string,
  args: string[],
  cwd: string,
  timeout = 300_000,
  env: Readonly<Record<string, string>> = {},
): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...outerEnvironment(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let stdout = "";
    let output = "";
    const timer = setTimeout(() => {
      output += `\nstopped after ${timeout / 1000} s without an end`;
      child.kill("SIGKILL");
    }, timeout);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.once("error", (error) => {
      output += `\n${error.message}`;
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, output });
    });
  });
}

/** Like {@link run}, and throws what the program said unless it ended with 0. */
export async function runOrThrow(command: string, args: string[], cwd: string): Promise<RunResult> {
  const result = await run(command, args, cwd);
  if (result.code === 0) return result;
  const said = result.output.trim().split("\n").slice(-20).join("\n");
  const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT/;
  throw new Error(
    unreachable.test(said)
      ? `the package registry could not be reached by \`${command} ${args[0]}\`; try again\n${said}`
      : `\`${command} ${args.join(" ")}\` ended with ${result.code}\n${said}`,
  );
}
