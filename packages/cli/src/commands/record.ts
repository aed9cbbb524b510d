import type { CommandDefinition } from "../command.ts";
import { examples } from "../output.ts";
import { type ChatCommandOptions, chatOptions, chatOptionsOf } from "./chat.ts";

interface RecordOptions extends ChatCommandOptions {
  readonly output: string;
  readonly force?: boolean;
}

/** `clustaar record`: a chat that is kept as a transcript, turn by turn. */
export const record: CommandDefinition = {
  name: "record",
  summary: "talk to a bot in the terminal, and keep the conversation as a test",
  declare(command, runs) {
    chatOptions(command)
      .argument(
        "[file]",
        "exports the webhook, or the address of a server; default: the first of webhook.ts, src/webhook.ts, ...",
      )
      .requiredOption("-o, --output <file>", "the transcript, written after each turn")
      .option("--force", "replace the transcript where it is there already")
      .addHelpText(
        "after",
        examples(
          "record webhook.ts -o chat.jsonl",
          "record http://localhost:8000/webhook -o chat.jsonl --key s3cr3t",
        ),
      )
      .action(
        runs(async (io, target: string | undefined, options: RecordOptions) => {
          const { runChat } = await import("../chat/run-chat.ts");
          const { output: file, force = false } = options;
          return runChat(io, { ...chatOptionsOf(options), target, record: { file, force } });
        }),
      );
  },
};
