import type { Command } from "commander";
import type { CommandDefinition, Runs } from "../command.ts";
import { exitStatus } from "../failures.ts";
import type { HostReport } from "../hosting/host-task.ts";
import { millisecondsOf, portOf } from "../options.ts";
import { examples, writeJson, writeJsonLine, writeLines } from "../output.ts";

interface StartOptions {
  readonly port?: string;
  readonly host?: string;
  readonly deadline: string;
  readonly json?: boolean;
}

/** `clustaar host`: runs a host of pluggable routes, and lists its routes. */
export const host: CommandDefinition = {
  name: "host",
  summary: "run a host of pluggable routes, and list its routes",
  declare(command, runs) {
    command.addHelpText(
      "after",
      `
The host is what createHost gave, exported by a file, by default or by name. A file may also export plugins alone: a host is
made of them and of those that your dependencies offer. Without a file, host.ts, src/host.ts, plugin.ts and src/plugin.ts are
looked for, and else your dependencies. A host that is made here takes ENABLED_WEBHOOKS, DISABLED_WEBHOOKS, WEBHOOKS_PORT,
WEBHOOKS_CREDENTIALS and DATABASE_URL, and its chat is the console. Both commands take --json.
${examples("host start", "host routes src/host.ts")}`,
    );
    start(command, runs);
    routes(command, runs);
  },
};

const FILE = "exports the host, or plugins; default: host.ts, plugin.ts, ... or your dependencies";

function start(parent: Command, runs: Runs): void {
  parent
    .command("start")
    .summary("run a host until Ctrl-C")
    .description("run a host until Ctrl-C, which lets it finish what it is answering")
    .argument("[file]", FILE)
    .option("--port <port>", "0 for any that is free; default: the host's own, or 8080")
    .option("--host <host>", "the address to listen on; default: the host's own, or every one")
    .option("--deadline <milliseconds>", "for closing; what takes longer is ended", "10000")
    .option("--json", "print address, plugins and routes as one line of JSON, once it listens")
    .addHelpText(
      "after",
      examples("host start", "host start src/host.ts --port 3000", "host start plugin.ts --json"),
    )
    .action(
      runs(async (io, file: string | undefined, options: StartOptions) => {
        const { runHost } = await import("../hosting/run-host.ts");
        const { hostText, urlOf } = await import("../hosting/host-text.ts");
        const { port, host: hostname, json } = options;
        const deadline = millisecondsOf("--deadline", options.deadline);
        const isClosed = await runHost(io, {
          file,
          deadline,
          listen: {
            ...(port === undefined ? {} : { port: portOf(port) }),
            ...(hostname === undefined ? {} : { hostname }),
          },
          onListening(found) {
            const listening = urlOf(found);
            const { plugins, routes: all } = found;
            if (json) writeJsonLine(io, { listening, file: found.file, plugins, routes: all });
            else
              writeLines(io, [
                `Listening on ${listening}`,
                ...hostText(io, found),
                "Stop with Ctrl-C.",
              ]);
          },
        });
        if (isClosed) return exitStatus.ok;
        io.stderr.write(`clustaar: the host was not closed within ${deadline} ms; it was ended\n`);
        return exitStatus.failed;
      }),
    );
}

function routes(parent: Command, runs: Runs): void {
  parent
    .command("routes")
    .summary("list the routes of a host")
    .description(
      "list the routes of a host: methods, pattern and plugin, and the plugins that were left out; fails if one could not be loaded",
    )
    .argument("[file]", FILE)
    .option("--json", "print plugins and routes as JSON")
    .addHelpText("after", examples("host routes", "host routes src/host.ts --json"))
    .action(
      runs(async (io, given: string | undefined, { json }: { json?: boolean }) => {
        const { lookAtHost } = await import("../hosting/run-host.ts");
        const { hostText } = await import("../hosting/host-text.ts");
        const found = await lookAtHost(io, given);
        const { file, plugins, routes: all } = found;
        if (json) writeJson(io, { file, plugins, routes: all });
        else writeLines(io, hostText(io, found));
        return hasFailed(found) ? exitStatus.failed : exitStatus.ok;
      }),
    );
}

function hasFailed({ plugins }: HostReport): boolean {
  return plugins.some(({ decision }) => decision === "failed");
}
