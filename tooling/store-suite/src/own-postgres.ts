import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import type { OwnServer } from "./own-server.ts";
import { orFail } from "./reach.ts";

/** Why no PostgreSQL can be started on this machine; undefined when one can. */
export function whyNoPostgres(): string | undefined {
  return postgresPrograms() === undefined ? orFail("no initdb on this machine") : undefined;
}

/** Where PostgreSQL's programs are; undefined: not on this machine. */
function postgresPrograms(): string | undefined {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(root, version, "bin")),
    "/usr/local/bin",
    "/usr/bin",
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb")));
}

/** Makes a cluster in a folder of its own, on a free port. */
export async function startOwnPostgres(): Promise<OwnServer> {
  const programs = postgresPrograms();
  if (!programs) throw new Error("no PostgreSQL programs (initdb, pg_ctl) on this machine");
  const folder = mkdtempSync(join(tmpdir(), "clustaar-postgres-"));
  const root = process.getuid?.() === 0;
  // PostgreSQL refuses to run as root.
  const run = (program: string, ...args: string[]) => {
    const command = join(programs, program);
    return root
      ? spawnSync("runuser", ["-u", "postgres", "--", command, ...args], { stdio: "pipe" })
      : spawnSync(command, args, { stdio: "pipe" });
  };
  if (root) {
    const id = (flag: string) =>
      Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
    chownSync(folder, id("-u"), id("-g"));
  }
  const data = join(folder, "data");
  const check = (what: string, { status, stderr }: ReturnType<typeof run>) => {
    if (status !== 0) throw new Error(`${what} failed: ${stderr}`);
  };
  check("initdb", run("initdb", "-D", data, "-U", "postgres", "--auth=trust"));
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  const start = async () => {
    for (let tried = 1; ; tried++) {
      const done = run(
        "pg_ctl",
        "-D",
        data,
        "-o",
        options,
        "-l",
        join(folder, "log"),
        "-w",
        "start",
      );
      if (done.status === 0) return;
      // What was killed may take a moment to be gone.
      if (tried === 20) throw new Error(`pg_ctl start failed: ${done.stderr}${done.stdout}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  };
  const postmaster = () =>
    Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start,
    async kill() {
      const pid = postmaster();
      const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], {
        encoding: "utf8",
      });
      for (const one of [pid, ...children.trim().split(/\s+/).map(Number)]) {
        try {
          process.kill(one, "SIGKILL");
        } catch {
          // It had ended by itself.
        }
      }
    },
    async dispose() {
      run("pg_ctl", "-D", data, "-m", "immediate", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
