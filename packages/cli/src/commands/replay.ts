import type { CommandDefinition } from "../command.ts";
import { type ExitStatus, exitStatus, UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { examples, writeJson, writeLines } from "../output.ts";

interface ReplayOptions {
  readonly url?: string;
  readonly bot?: string;
  readonly key?: string;
  readonly user?: string;
  readonly ignore?: readonly string[];
  readonly junit?: string;
  readonly json?: boolean;
}

/** `clustaar replay`: plays a transcript again, and says what came out differently. */
export const replay: CommandDefinition = {
  name: "replay",
  summary: "play a recorded conversation again, and show what came out differently",
  declare(command, runs) {
    command
      .argument("<transcript>", "what `clustaar record` wrote, or - for standard input")
      .argument(
        "[file]",
        "exports the webhook, or the address of a server; default: the first of webhook.ts, src/webhook.ts, ...",
      )
      .option("--url <url>", "play it against a running server instead")
      .option("--bot <file>", "use this bot file instead of the one in the transcript")
      .option("--key <key>", "the private key (env: CLUSTAAR_PRIVATE_KEY)")
      .option("--user <name:password>", "basic credentials")
      .option(
        "--ignore <path...>",
        "what may differ, such as session.values.requestId or actions.*.alternatives",
      )
      .option("--junit <file>", "also write the result as JUnit XML, for a CI server")
      .option("--json", "print the result as JSON")
      .addHelpText(
        "after",
        examples(
          "replay chat.jsonl webhook.ts",
          "replay chat.jsonl webhook.ts --ignore session.values.requestId --junit report.xml",
          "replay chat.jsonl --url http://localhost:8000/webhook --key s3cr3t",
        ),
      )
      .action(runs(run));
  },
};

async function run(
  io: Io,
  transcript: string,
  file: string | undefined,
  options: ReplayOptions,
): Promise<ExitStatus> {
  const { placeOf } = await import("../options.ts");
  const { runReplay } = await import("../replaying/run-replay.ts");
  const { replayedLines } = await import("../replaying/replayed.ts");
  const { styleOf } = await import("../style.ts");
  const { url, bot, key, user, ignore = [], json } = options;
  const place = placeOf(file, url);
  const replayed = await runReplay(io, { transcript, place, bot, key, user, ignore });
  if (options.junit !== undefined) {
    const { junit } = await import("../replaying/junit.ts");
    await writeReport(io, options.junit, junit(replayed));
  }
  if (json) writeJson(io, replayed);
  else writeLines(io, replayedLines(replayed, styleOf(io)));
  return replayed.counts.different === 0 ? exitStatus.ok : exitStatus.failed;
}

async function writeReport(io: Io, file: string, text: string): Promise<void> {
  const { writeFile } = await import("node:fs/promises");
  const { resolve } = await import("node:path");
  try {
    await writeFile(resolve(io.cwd, file), text);
  } catch (error) {
    throw new UsageError(`--junit ${file}: it cannot be written: ${(error as Error).message}`);
  }
}
