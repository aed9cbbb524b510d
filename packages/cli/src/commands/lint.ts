import type { CommandDefinition } from "../command.ts";
import { exitStatus, UsageError } from "../failures.ts";
import { readJson } from "../files.ts";
import { examples, writeJson, writeLines } from "../output.ts";

interface LintOptions {
  readonly format: string;
  readonly json?: boolean;
}

/** One broken limit: in which file, at which path, and what is allowed and came. */
export interface LintIssue {
  readonly file: string;
  readonly path: string;
  readonly message: string;
}

/** `clustaar lint`: holds actions, answers and bot files against every limit of the platform. */
export const lint: CommandDefinition = {
  name: "lint",
  summary: "check actions, answers or bot files against every limit",
  declare(command, runs) {
    command
      .argument("<file...>", "JSON files; - reads standard input")
      .option("--format <format>", "text, or github for annotations in a workflow", "text")
      .option("--json", "print what was found as JSON")
      .addHelpText("after", examples("lint actions.json", "lint --format github answers/*.json"))
      .action(
        runs(async (io, files: string[], { format, json }: LintOptions) => {
          if (format !== "text" && format !== "github") {
            throw new UsageError(`--format: expected text or github, got "${format}"`);
          }
          const { lintDocument } = await import("../linting/lint-document.ts");
          const issues: LintIssue[] = [];
          for (const file of files) {
            const found = lintDocument(await readJson(io, file));
            issues.push(...found.map((issue) => ({ file, ...issue })));
          }
          if (json) writeJson(io, { files: files.length, issues });
          else writeLines(io, issues.map(format === "github" ? asAnnotation : asLine));
          if (!json && format === "text" && issues.length === 0) {
            writeLines(io, [
              `${files.length} ${files.length === 1 ? "file" : "files"}: no limit is broken.`,
            ]);
          }
          return issues.length === 0 ? exitStatus.ok : exitStatus.failed;
        }),
      );
  },
};

function asLine({ file, path, message }: LintIssue): string {
  return `${file}: ${path === "" ? "(whole)" : path}: ${message}`;
}

/** A workflow command of GitHub Actions; what it says travels percent-encoded. */
function asAnnotation({ file, path, message }: LintIssue): string {
  const text = `${path === "" ? "(whole)" : path}: ${message}`;
  const escaped = text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const name = file.replaceAll("%", "%25").replaceAll(",", "%2C").replaceAll(":", "%3A");
  return `::error file=${name}::${escaped}`;
}
