import { Command, CommanderError } from "commander";
import type { Runs } from "./command.ts";
import { commands } from "./commands/index.ts";
import { type ExitStatus, exitStatus, RefusedError, UsageError } from "./failures.ts";
import type { Io } from "./io.ts";
import { examples, writeJsonLine } from "./output.ts";
import { printable } from "./style.ts";
import { version } from "./version.ts";

/** Runs one command line, without the program's own name, and gives the exit status; never throws. */
export async function runCli(args: readonly string[], io: Io): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.ok;
  const runs: Runs =
    (work) =>
    async (...given) => {
      status = await work(io, ...given);
    };
  try {
    await program(io, runs).parseAsync(args, { from: "user" });
    return status;
  } catch (error) {
    return explain(error, args, io);
  }
}

function program(io: Io, runs: Runs): Command {
  const root = new Command("clustaar")
    .description("Webhooks for Clustaar bots: run, try, check and send them.")
    .version(version, "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText("after", examples("dev webhook.ts", "chat webhook.ts", "send --help"))
    .showHelpAfterError("Add --help to see what it takes.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
  for (const { name, summary, declare } of commands) {
    // Inherits the settings above, as `addCommand` would not.
    declare(root.command(name).helpCommand(false).summary(summary).description(summary), runs);
  }
  return root;
}

/** Says what went wrong, in JSON where JSON was asked for. */
function explain(error: unknown, args: readonly string[], io: Io): ExitStatus {
  if (error instanceof CommanderError) {
    // Commander has said it already, on standard error; help and version are not failures.
    if (error.exitCode === 0) return exitStatus.ok;
    if (args.includes("--json")) writeJsonLine(io, { error: { message: error.message } });
    return exitStatus.unusable;
  }
  const isRefused = error instanceof RefusedError;
  const isExpected = isRefused || error instanceof UsageError;
  const message = error instanceof Error ? error.message : String(error);
  if (args.includes("--json")) {
    // On one line, as some commands print a document a line.
    writeJsonLine(io, { error: { message } });
  } else {
    // A stack is for faults of ours, not for a missing file.
    const text = isExpected || !(error instanceof Error) ? message : (error.stack ?? message);
    io.stderr.write(`clustaar: ${printable(text)}\n`);
  }
  return isRefused ? exitStatus.failed : exitStatus.unusable;
}
