import type { CommandDefinition } from "../command.ts";
import { exitStatus, UsageError } from "../failures.ts";
import { readInput } from "../files.ts";
import { examples, writeJson, writeLines } from "../output.ts";
import { printable } from "../style.ts";

interface LintOptions {
  readonly format: string;
  readonly json?: boolean;
}

/** `clustaar lint`: checks actions, answers and bot files against every limit of the platform. */
export const lint: CommandDefinition = {
  name: "lint",
  summary: "check actions, answers or bot files against every limit",
  declare(command, runs) {
    command
      .argument(
        "<file...>",
        "JSON: an action, a list of actions, an answer, a bot file or a notification; - for standard input",
      )
      .option("--format <format>", "text, or github for annotations in a workflow", "text")
      .option("--json", "print what was found as JSON")
      .addHelpText(
        "after",
        examples("lint actions.json", "lint bot.json", "lint --format github bots/*.json"),
      )
      .action(
        runs(async (io, files: string[], { format, json }: LintOptions) => {
          if (format !== "text" && format !== "github") {
            throw new UsageError(`--format: expected text or github, got "${format}"`);
          }
          const { issueAnnotation, issueLine, lintText } = await import("../linting/lint-text.ts");
          const issues = [];
          for (const file of files) {
            issues.push(...lintText(file, (await readInput(io, file)).toString("utf8")));
          }
          if (json) writeJson(io, { files: files.length, issues });
          else {
            const lineOf = format === "github" ? issueAnnotation : issueLine;
            writeLines(io, issues.map(lineOf).map(printable));
            if (format === "text") writeLines(io, [summary(files.length, issues.length)]);
          }
          return issues.length === 0 ? exitStatus.ok : exitStatus.failed;
        }),
      );
  },
};

function summary(files: number, issues: number): string {
  const looked = files === 1 ? "1 file" : `${files} files`;
  if (issues === 0) return `${looked}: no limit is broken.`;
  return `${looked}: ${issues} ${issues === 1 ? "issue" : "issues"}.`;
}
